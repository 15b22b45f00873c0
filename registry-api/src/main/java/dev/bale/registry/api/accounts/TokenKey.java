package dev.bale.registry.api.accounts;

import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;

/** A key of access tokens; {@code id} is the {@code kid} in their headers. */
sealed interface TokenKey {
    /** Its id. */
    String id();

    /** The one that signs. */
    record Signing(String id, PrivateKey key) implements TokenKey {
        @Override
        public String toString() {
            return "Signing[" + id + "]";
        }
    }

    /** One whose tokens count. */
    record Verifying(String id, RSAPublicKey key) implements TokenKey {}
}
