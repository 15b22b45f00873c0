package dev.bale.presign;

import static java.util.Objects.requireNonNull;

/** What a look at a {@link PlacedObject} found. Reasons are sentences for people. */
public sealed interface PlacedResult {
    /** It is there and is what it should be. */
    record Right(ObjectFacts facts) implements PlacedResult {
        public Right {
            requireNonNull(facts, "facts is null");
        }
    }

    /** Something else is there, or nothing that stays as it is. */
    record Wrong(String reason) implements PlacedResult {
        public Wrong {
            requireNonNull(reason, "reason is null");
        }
    }

    /** Nothing is there, or the store does not show it to these credentials. */
    record Missing(String reason) implements PlacedResult {
        public Missing {
            requireNonNull(reason, "reason is null");
        }
    }
}
