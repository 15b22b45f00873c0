package dev.bale.registry.api.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bale.registry.db.accounts.SessionRepository.KeyUse;
import dev.bale.registry.db.accounts.TokenKeyRepository;
import dev.bale.registry.db.accounts.TokenKeyRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keys of access tokens that lie in the database, their private parts sealed with the mounted secret. Which of them signs is asked of the
 * database at each sign-in and refresh, and whether one still counts at each request, together with the session; only what never changes of a
 * key is kept here.
 */
@ApplicationScoped
class StoredKeys {
    private static final String PURPOSE = "token key ";
    private static final int KEPT = 100;
    private static final int MISSES = 10_000;
    private static final Duration MISSED_FOR = Duration.ofSeconds(1);
    /** How far clocks of replicas may be apart. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final TokenKeyRepository keys;
    private final SecretBox box;
    private final AccountsConfig config;
    private final Clock clock;
    private final Cache<String, PrivateKey> signing =
            Caffeine.newBuilder().maximumSize(KEPT).build();
    private final Cache<String, RSAPublicKey> verifying =
            Caffeine.newBuilder().maximumSize(KEPT).build();
    // An invented id costs one look a second, however often it is sent.
    private final Cache<String, Boolean> missed = Caffeine.newBuilder()
            .maximumSize(MISSES)
            .expireAfterWrite(MISSED_FOR)
            .build();

    StoredKeys(TokenKeyRepository keys, SecretBox box, AccountsConfig config, Clock clock) {
        this.keys = keys;
        this.box = box;
        this.config = config;
        this.clock = clock;
    }

    /** Makes the first key, unless another replica was faster. Fails when the mounted secret is not the one that sealed what is there. */
    void makeFirst() {
        QuarkusTransaction.requiringNew().run(() -> {
            keys.lock();
            ensureLasting(clock.instant());
            signing();
        });
    }

    /** The key that signs now; in the running transaction. */
    TokenKey.Signing signing() {
        TokenKeyRow row = keys.signing(clock.instant())
                .orElseThrow(() -> new IllegalStateException("there is no key that signs access tokens"));
        PrivateKey known = signing.getIfPresent(row.id());
        if (known == null) {
            known = open(row);
            signing.put(row.id(), known);
        }
        return new TokenKey.Signing(row.id(), known);
    }

    private PrivateKey open(TokenKeyRow row) {
        byte[] sealed = row.sealedPrivateKey();
        Optional<byte[]> opened = sealed == null ? Optional.empty() : box.open(PURPOSE + row.id(), sealed);
        try {
            return RsaKeys.privateKey(opened.orElseThrow(() -> new IllegalStateException(
                    "bale.accounts.secret-file: this secret does not open the token keys in the database. "
                            + "All replicas must mount the secret that was there at the first start; if it is lost, "
                            + "delete the rows of the table token_key: everybody signs in again")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("token key " + row.id() + " in the database is damaged", e);
        }
    }

    /** The public part of a key; that it still counts is for {@link #use} to ask. Empty for an id that no key has. */
    Optional<RSAPublicKey> verifying(String id) {
        RSAPublicKey known = verifying.getIfPresent(id);
        if (known != null) {
            return Optional.of(known);
        }
        if (missed.getIfPresent(id) != null) {
            return Optional.empty();
        }
        Optional<TokenKeyRow> row =
                QuarkusTransaction.joiningExisting().call(() -> keys.verifying(id, deadBefore(clock.instant())));
        if (row.isEmpty()) {
            missed.put(id, true);
            return Optional.empty();
        }
        RSAPublicKey key = publicKey(row.get());
        verifying.put(id, key);
        return Optional.of(key);
    }

    /** For the look-up of the session: the key must still count. */
    KeyUse use(String id, Instant now) {
        return new KeyUse(id, deadBefore(now));
    }

    /** All keys whose tokens count, and those that will sign soon. */
    List<TokenKey.Verifying> published() {
        return keys.verifying(deadBefore(clock.instant())).stream()
                .map(row -> new TokenKey.Verifying(row.id(), publicKey(row)))
                .toList();
    }

    /** The newest keys, whatever became of them. */
    List<TokenKeyRow> newest(int limit) {
        return keys.newest(limit);
    }

    /** Makes the next key. It is published at once and signs after the lead, so that whoever keeps the published keys knows it by then. */
    TokenKeyRow rotate(Instant now) {
        keys.lock();
        keys.forgetPrivate(now.minus(SKEW));
        return make(now, now.plus(config.tokenKeyLead()));
    }

    /** Ends a key at once, and with it every token that it signed; false where there is none to end. */
    boolean revoke(String id, Instant now) {
        keys.lock();
        if (!keys.revoke(id, now)) {
            return false;
        }
        ensureLasting(now);
        return true;
    }

    /** When a key that retires then is published no more. */
    Instant deadAt(Instant retiredAt) {
        return retiredAt.plus(config.accessTokenTtl()).plus(SKEW);
    }

    private Instant deadBefore(Instant now) {
        return now.minus(config.accessTokenTtl()).minus(SKEW);
    }

    private void ensureLasting(Instant now) {
        if (!keys.hasLasting()) {
            make(now, now);
        }
    }

    private TokenKeyRow make(Instant now, Instant signsFrom) {
        KeyPair pair = RsaKeys.generate();
        String id = RsaKeys.id((RSAPublicKey) pair.getPublic());
        TokenKeyRow row = new TokenKeyRow(
                id,
                pair.getPublic().getEncoded(),
                box.seal(PURPOSE + id, pair.getPrivate().getEncoded()),
                now,
                signsFrom,
                null,
                null);
        keys.add(row);
        return row;
    }

    private static RSAPublicKey publicKey(TokenKeyRow row) {
        try {
            return RsaKeys.publicKey(row.publicKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("token key " + row.id() + " in the database is damaged", e);
        }
    }
}
