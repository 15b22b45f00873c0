package dev.bale.registry.api.access;

import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        private static final String SESSION = "session:";
        private static final String TOKEN = "token:";

        /** Whoever did not sign in, where the registry has something for the public. */
        public static final Principal ANONYMOUS = new Principal(
                0,
                "anonymous",
                "public",
                false,
                false,
                "none",
                new TokenLimits(Set.of(TokenLimits.Scope.READ), List.of()));

        /** Signed in by a session, which narrows nothing. */
        public static Principal bySession(
                long accountId, String name, String kind, boolean admin, boolean auditor, UUID session) {
            return new Principal(accountId, name, kind, admin, auditor, SESSION + session, TokenLimits.SESSION);
        }

        /** The same session, narrowed to what the exchange that opened it allows. */
        public Principal narrowedTo(TokenLimits allowed) {
            return new Principal(accountId, name, kind, admin, auditor, credential, allowed);
        }

        /** Identified by a personal access token or one of a service account. */
        public static Principal byToken(
                long accountId,
                String name,
                String kind,
                boolean admin,
                boolean auditor,
                UUID token,
                TokenLimits limits) {
            return new Principal(accountId, name, kind, admin, auditor, TOKEN + token, limits);
        }

        /** The session it came with; empty when it came with a token. */
        public Optional<UUID> session() {
            return id(SESSION);
        }

        /** The token it came with; empty when it came with a session. */
        public Optional<UUID> token() {
            return id(TOKEN);
        }

        /** Whether nobody signed in. */
        public boolean anonymous() {
            return credential.equals(ANONYMOUS.credential);
        }

        private Optional<UUID> id(String prefix) {
            return credential.startsWith(prefix)
                    ? Optional.of(UUID.fromString(credential.substring(prefix.length())))
                    : Optional.empty();
        }
    }

    /** Sets who it is, once the credential was checked. */
    public void is(Principal checked) {
        principal = checked;
    }

    /**
     * Who it is, or {@link Principal#ANONYMOUS}. For routes that {@link RequiresFilter} lets people through to without a credential; what they
     * may read there is little.
     */
    public Principal reader() {
        return principal == null ? Principal.ANONYMOUS : principal;
    }

    /** Who it is. */
    public Principal principal() {
        if (principal == null) {
            throw new Unauthenticated("This needs an access token. Sign in: `bale login`.", false);
        }
        return principal;
    }

    /** Who it is, if anybody signed in. */
    public Optional<Principal> ifKnown() {
        return Optional.ofNullable(principal);
    }
}
