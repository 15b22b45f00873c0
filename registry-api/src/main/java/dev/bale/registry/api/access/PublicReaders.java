package dev.bale.registry.api.access;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Whether people who did not sign in may read what is granted to {@code public}. A bean of its own, because filters are made before the
 * configuration is there.
 */
@ApplicationScoped
public class PublicReaders {
    private final AccessConfig config;

    PublicReaders(AccessConfig config) {
        this.config = config;
    }

    /** Whether they may. */
    public boolean allowed() {
        return config.publicReaders();
    }
}
