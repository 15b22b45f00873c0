package dev.bale.registry.api.access;

import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who sent the running request; nobody until a credential was checked. */
@RequestScoped
public class Caller {
    private @Nullable Principal principal;

    /**
     * An account as of this request. {@code credential} names the session or token it used, never a secret; {@code limits} is what that
     * credential narrows the account to.
     */
    public record Principal(
            long accountId,
            String name,
            String kind,
            boolean admin,
            boolean auditor,
            String credential,
            TokenLimits limits) {
        /** Signed in by a session, which narrows nothing. */
        public static Principal bySession(
                long accountId, String name, String kind, boolean admin, boolean auditor, UUID session) {
            return new Principal(accountId, name, kind, admin, auditor, "session:" + session, TokenLimits.SESSION);
        }
    }

    /** Sets who it is, once the credential was checked. */
    public void is(Principal checked) {
        principal = checked;
    }

    /** Who it is. */
    public Principal principal() {
        if (principal == null) {
            throw new Unauthenticated("Sign in first: `bale login`.", false);
        }
        return principal;
    }

    /** Who it is, if anybody signed in. */
    public Optional<Principal> ifKnown() {
        return Optional.ofNullable(principal);
    }
}
