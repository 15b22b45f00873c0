package dev.bale.registry.api.access;

import dev.bale.registry.api.problems.RegistryException.Invalid;
import java.util.Locale;
import java.util.stream.Stream;

/** What somebody wants to do with a package or a namespace. */
public enum Action {
    /** See that it is there, list it, install it. */
    READ(Role.READER),
    /** Push, set and delete tags. */
    PUBLISH(Role.WRITER),
    /** Grant and revoke, rename, move. */
    ADMINISTER(Role.OWNER);

    private final Role role;

    Action(Role role) {
        this.role = role;
    }

    /** The least role that is enough. */
    Role role() {
        return role;
    }

    /** As in the contract. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its name in the contract. */
    public static Action parse(String text) {
        return Stream.of(values())
                .filter(action -> action.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new Invalid("An action is `read`, `publish` or `administer`."));
    }

    /** Whether a token with these limits may be used for it at all. */
    boolean within(TokenLimits limits) {
        return switch (this) {
            case READ -> limits.mayRead();
            case PUBLISH -> limits.mayWrite();
            case ADMINISTER -> limits.mayAdminister();
        };
    }
}
