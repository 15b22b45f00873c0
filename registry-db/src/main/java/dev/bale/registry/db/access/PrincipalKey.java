package dev.bale.registry.db.access;

import org.jspecify.annotations.Nullable;

/** Who a grant is made to, in the text that {@code access_grant.principal} holds. */
public sealed interface PrincipalKey {
    /** As in the database. */
    String text();

    /** The account's id, where it is one. */
    default @Nullable Long accountId() {
        return null;
    }

    /** The team's id, where it is one. */
    default @Nullable Long teamId() {
        return null;
    }

    /** The audience's name, where it is one. */
    default @Nullable String audience() {
        return null;
    }

    /** A person or a service account. */
    record Account(long id) implements PrincipalKey {
        @Override
        public String text() {
            return "account:" + id;
        }

        @Override
        public Long accountId() {
            return id;
        }
    }

    /** A team, by the id of its namespace. */
    record Team(long id) implements PrincipalKey {
        @Override
        public String text() {
            return "team:" + id;
        }

        @Override
        public Long teamId() {
            return id;
        }
    }

    /** {@code everyone} or {@code public}. */
    record Audience(String audience) implements PrincipalKey {
        @Override
        public String text() {
            return audience;
        }
    }
}
