package dev.bale.client.http;

import java.util.Optional;

/** The bearer of a registry. */
public interface Tokens {
    /** No token: what the public may do. */
    Tokens NONE = new Tokens() {
        @Override
        public Optional<String> current() {
            return Optional.empty();
        }

        @Override
        public boolean renew(String refused) {
            return false;
        }
    };

    /** The token to send now, if there is one. */
    Optional<String> current();

    /** Whether there is another token now than the one that was refused. Callers that ask together cause one renewal. */
    boolean renew(String refused);

    /** A token that was made elsewhere and cannot be renewed here. */
    static Tokens fixed(String token) {
        return new Tokens() {
            @Override
            public Optional<String> current() {
                return Optional.of(token);
            }

            @Override
            public boolean renew(String refused) {
                return false;
            }
        };
    }
}
