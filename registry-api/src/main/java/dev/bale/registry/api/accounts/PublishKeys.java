package dev.bale.registry.api.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** The public keys of access tokens as a JWK set (RFC 7517), for whoever verifies tokens without asking the registry. */
@ApplicationScoped
public class PublishKeys {
    private final TokenKeys keys;

    PublishKeys(TokenKeys keys) {
        this.keys = keys;
    }

    /** The set. */
    public record KeySet(List<Key> keys) {}

    /** One RSA key. */
    public record Key(String kty, String use, String alg, String kid, String n, String e) {}

    /** All keys whose tokens count, and those that will sign soon. */
    @Transactional
    public KeySet published() {
        return new KeySet(keys.published().stream()
                .map(key -> new Key(
                        "RSA",
                        "sig",
                        "RS256",
                        key.id(),
                        RsaKeys.base64(key.key().getModulus()),
                        RsaKeys.base64(key.key().getPublicExponent())))
                .toList());
    }
}
