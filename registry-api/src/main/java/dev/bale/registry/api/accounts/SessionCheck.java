package dev.bale.registry.api.accounts;

import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.api.problems.RegistryException.Unavailable;
import java.util.UUID;

/** Asks whether whoever vouched for a session's person still does. Called before a session is prolonged, outside of any transaction. */
public interface SessionCheck {
    /**
     * Returns when the session may go on.
     *
     * @throws Unauthenticated when it may not; it has been ended
     * @throws Unavailable when nobody could say so for too long
     */
    void check(UUID session);
}
