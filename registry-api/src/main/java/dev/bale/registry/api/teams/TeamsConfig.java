package dev.bale.registry.api.teams;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How teams come to be. */
@ConfigMapping(prefix = "bale.access")
public interface TeamsConfig {
    /** Who may make teams. A team takes its name for good, so that of somebody who is still to come as well. */
    @WithDefault("administrators")
    Makers teamsBy();

    /** Who may make teams. */
    enum Makers {
        /** Administrators of the registry. */
        ADMINISTRATORS,
        /** Everybody signed in. */
        EVERYONE
    }
}
