package dev.bale.registry.db.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A key of access tokens. {@code publicKey} is X.509, {@code sealedPrivateKey} sealed PKCS#8, null once it will never sign again. */
public record TokenKeyRow(
        String id,
        byte[] publicKey,
        byte @Nullable [] sealedPrivateKey,
        Instant createdAt,
        Instant signsFrom,
        @Nullable Instant retiredAt,
        @Nullable Instant revokedAt) {}
