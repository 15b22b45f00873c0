package dev.bale.registry.api.problems;

import dev.bale.manifest.Sha256;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that cannot be answered as asked. The message is for its sender: what is wrong, where, and what to do next. */
public abstract sealed class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private boolean invisible;
    private transient @Nullable Long about;

    private RegistryException(String message) {
        super(message);
    }

    /**
     * The same, as what may be there and is not for the caller; for the audit trail, never for him.
     *
     * @param about the package that is, or null
     */
    public static <E extends RegistryException> E invisible(E refused, @Nullable Long about) {
        RegistryException any = refused;
        any.invisible = true;
        any.about = about;
        return refused;
    }

    /** Whether what was asked for may be there and is not for the caller. */
    public boolean invisible() {
        return invisible;
    }

    /** The package that is concerned, if there is one. */
    public @Nullable Long about() {
        return about;
    }

    /** Unknown, or invisible to the caller: the two look the same. */
    public static final class NotFound extends RegistryException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super(message);
        }

        /** A package that does not exist or that the caller may not see. */
        public static NotFound ofPackage(String fullName) {
            return ofInvisible(
                    "There is no package " + fullName + ", or you may not see it. `bale list` shows what you may.");
        }

        /** What does not exist or is not for the caller to see. */
        public static NotFound ofInvisible(String message) {
            return invisible(new NotFound(message), null);
        }
    }

    /** No valid credential. {@code expired} tells a client that refreshing may help. */
    public static final class Unauthenticated extends RegistryException {
        private static final long serialVersionUID = 1L;
        private final boolean expired;

        public Unauthenticated(String message, boolean expired) {
            super(message);
            this.expired = expired;
        }

        /** Whether a fresh access token would do. */
        public boolean expired() {
            return expired;
        }
    }

    /** The caller is known and may not do this. */
    public static final class Forbidden extends RegistryException {
        private static final long serialVersionUID = 1L;

        public Forbidden(String message) {
            super(message);
        }

        /** Not allowed with that package. */
        public static Forbidden with(long inPackage, String message) {
            Forbidden forbidden = new Forbidden(message);
            ((RegistryException) forbidden).about = inPackage;
            return forbidden;
        }
    }

    /** A request that breaks the contract. */
    public static final class Invalid extends RegistryException {
        private static final long serialVersionUID = 1L;

        public Invalid(String message) {
            super(message);
        }
    }

    /** A body beyond a limit. */
    public static final class TooLarge extends RegistryException {
        private static final long serialVersionUID = 1L;

        public TooLarge(String message) {
            super(message);
        }
    }

    /** A request that the present state does not allow. {@code slug} is one of the contract's 409 types. */
    public static final class Conflict extends RegistryException {
        private static final long serialVersionUID = 1L;
        private final String slug;
        private final transient @Nullable Sha256 current;
        private final transient List<Sha256> candidates;
        private final transient @Nullable StillWanted stillWanted;

        /** How many pages, metadata objects and fragments a push lacks. */
        public record StillWanted(long pages, long metadata, long fragments) {}

        private Conflict(
                String slug,
                String message,
                @Nullable Sha256 current,
                List<Sha256> candidates,
                @Nullable StillWanted stillWanted) {
            super(message);
            this.slug = slug;
            this.current = current;
            this.candidates = List.copyOf(candidates);
            this.stillWanted = stillWanted;
        }

        private Conflict(String slug, String message) {
            this(slug, message, null, List.of(), null);
        }

        /** Something sent that this push does not want. */
        public static Conflict notWanted(String message) {
            return new Conflict("not-wanted", message);
        }

        /** Nobody would be left to administer the registry. */
        public static Conflict lastAdmin(String message) {
            return new Conflict("last-admin", message);
        }

        /** Nobody would be left to administer a namespace. */
        public static Conflict lastOwner(String message) {
            return new Conflict("last-owner", message);
        }

        /** The same push id with another content. */
        public static Conflict pushConflict(String message) {
            return new Conflict("push-conflict", message);
        }

        /** The push was committed, aborted or has expired. */
        public static Conflict pushClosed(String message) {
            return new Conflict("push-closed", message);
        }

        /** Pages or fragments are still wanted. */
        public static Conflict pushIncomplete(String message, StillWanted stillWanted) {
            return new Conflict("push-incomplete", message, null, List.of(), stillWanted);
        }

        /** Another version became the newest. */
        public static Conflict parentMoved(String message, @Nullable Sha256 current) {
            return new Conflict("parent-moved", message, current, List.of(), null);
        }

        /** A hash prefix that several versions share. */
        public static Conflict ambiguous(String message, List<Sha256> candidates) {
            return new Conflict("ambiguous-reference", message, null, candidates, null);
        }

        /** A file that no single URL can give. */
        public static Conflict severalFragments(String message) {
            return new Conflict("several-fragments", message);
        }

        /** Ordinals of a view that is not, or no longer, the caller's. */
        public static Conflict viewChanged(String message) {
            return new Conflict("view-changed", message);
        }

        /** Bytes that lie outside the registry's own stores and are gone there. */
        public static Conflict missingInPlace(String message) {
            return new Conflict("missing-in-place", message);
        }

        /** Something that may not be handed out or published any more, and why. */
        public static Conflict withdrawn(String what, String reason, String ticket) {
            return new Conflict(
                    "withdrawn",
                    what + " was withdrawn: " + reason + " (" + ticket
                            + "). It is neither handed out nor published any more. Ask whoever keeps the package for"
                            + " another version, or leave it out.");
        }

        /** A step of a withdrawal that its state does not allow. */
        public static Conflict withdrawalState(String message) {
            return new Conflict("withdrawal-state", message);
        }

        /** A name that something else has. */
        public static Conflict nameTaken(String message) {
            return new Conflict("name-taken", message);
        }

        /** More than there may be. */
        public static Conflict limitReached(String message) {
            return new Conflict("limit-reached", message);
        }

        /** A package whose data cannot lie where it is to go. */
        public static Conflict cannotMove(String message) {
            return new Conflict("cannot-move", message);
        }

        /** A namespace that has no room for it. */
        public static Conflict quotaExceeded(String message) {
            return new Conflict("quota-exceeded", message);
        }

        /** Keys that are managed where they are mounted. */
        public static Conflict keysMounted(String message) {
            return new Conflict("keys-mounted", message);
        }

        public String slug() {
            return slug;
        }

        public @Nullable Sha256 current() {
            return current;
        }

        public List<Sha256> candidates() {
            return candidates;
        }

        public @Nullable StillWanted stillWanted() {
            return stillWanted;
        }
    }

    /** A token request that is refused by RFC 6749, section 5.2; {@code error} is its code there. */
    public static final class TokenRefused extends RegistryException {
        private static final long serialVersionUID = 1L;
        private final String error;

        private TokenRefused(String error, String message) {
            super(message);
            this.error = error;
        }

        /** A request that lacks something or has too much. */
        public static TokenRefused invalidRequest(String message) {
            return new TokenRefused("invalid_request", message);
        }

        /** A token that is not good for this. */
        public static TokenRefused invalidGrant(String message) {
            return new TokenRefused("invalid_grant", message);
        }

        /** A good token of somebody who may not enter. */
        public static TokenRefused unauthorizedClient(String message) {
            return new TokenRefused("unauthorized_client", message);
        }

        /** Another grant than the token exchange. */
        public static TokenRefused unsupportedGrantType(String message) {
            return new TokenRefused("unsupported_grant_type", message);
        }

        /** The code. */
        public String error() {
            return error;
        }
    }

    /** An {@code If-Match} or {@code If-None-Match} that does not hold. */
    public static final class PreconditionFailed extends RegistryException {
        private static final long serialVersionUID = 1L;
        private final transient @Nullable Sha256 current;

        public PreconditionFailed(String message, @Nullable Sha256 current) {
            super(message);
            this.current = current;
        }

        public @Nullable Sha256 current() {
            return current;
        }
    }

    /** A device login that has no session to hand out (yet). */
    public static final class LoginNotReady extends RegistryException {
        private static final long serialVersionUID = 1L;
        private final String slug;

        private LoginNotReady(String slug, String message) {
            super(message);
            this.slug = slug;
        }

        /** Nobody confirmed it so far. */
        public static LoginNotReady pending() {
            return new LoginNotReady(
                    "authorization-pending", "Nobody has confirmed the code yet. Ask again after the interval.");
        }

        /** Asked sooner than the interval allows. */
        public static LoginNotReady tooSoon() {
            return new LoginNotReady("slow-down", "That was sooner than the interval. Wait longer, then ask again.");
        }

        /** Somebody said no. */
        public static LoginNotReady denied() {
            return new LoginNotReady(
                    "login-denied", "The login was denied in the browser. Begin again if that was a mistake.");
        }

        /** Unknown, too old, or collected before. */
        public static LoginNotReady expired() {
            return new LoginNotReady("login-expired", "This login has expired. Begin again: `bale login`.");
        }

        public String slug() {
            return slug;
        }
    }

    /** Too many attempts. */
    public static final class TooManyRequests extends RegistryException {
        private static final long serialVersionUID = 1L;
        private final Duration retryAfter;

        public TooManyRequests(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        /** When to try again, from now. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** The object storage or the database does not answer; trying again later helps. */
    public static final class Unavailable extends RegistryException {
        private static final long serialVersionUID = 1L;
        private final boolean store;

        public Unavailable(String message, boolean store) {
            super(message);
            this.store = store;
        }

        /** Whether it is the storage that does not answer. */
        public boolean store() {
            return store;
        }
    }
}
