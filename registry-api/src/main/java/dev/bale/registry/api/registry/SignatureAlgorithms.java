package dev.bale.registry.api.registry;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Set;

/** The algorithms by which others may sign tokens for this registry. */
public final class SignatureAlgorithms {
    /** Signatures by a private key only; the rest would let whoever knows the public key sign. */
    public static final Set<JWSAlgorithm> BY_PRIVATE_KEY = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private SignatureAlgorithms() {}
}
