package dev.bale.registry.api.registry;

import java.util.List;

/** How people may sign in here, for clients to choose by. */
public interface SignInWays {
    /** {@code local} for name and secret, {@code sso} for a provider in the browser. */
    List<String> names();
}
