package dev.bale.registry.api.access;

import dev.bale.registry.api.problems.RegistryException.Invalid;
import java.util.Locale;
import java.util.stream.Stream;

/** What a grant lets its principal do. Each includes the one before; docs/guide/access.md has the table of role and action. */
public enum Role {
    /** Lists and installs. */
    READER,
    /** Publishes and moves tags. On a namespace, also packages that do not exist yet. */
    WRITER,
    /** Grants, revokes, renames, moves. */
    OWNER;

    /** As in the contract. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its name in the contract. */
    public static Role parse(String text) {
        return Stream.of(values())
                .filter(role -> role.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new Invalid("A role is `reader`, `writer` or `owner`."));
    }

    /** Whether it is enough for that. */
    public boolean allows(Action action) {
        return compareTo(action.role()) >= 0;
    }
}
