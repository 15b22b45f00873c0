package dev.bale.client.audit;

import dev.bale.client.ClientException;
import dev.bale.manifest.audit.Head;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Public keys of heads, by id. */
public final class PublicKeys {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    private PublicKeys() {}

    /** All public keys in a PEM text. {@link ClientException} when there is none. */
    public static Map<String, PublicKey> ofPem(String pem) {
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        for (MatchResult block : PEM.matcher(pem).results().toList()) {
            PublicKey key = parse(Base64.getMimeDecoder().decode(block.group(1)));
            keys.put(Head.idOf(key), key);
        }
        if (keys.isEmpty()) {
            throw new ClientException(ClientException.Kind.INVALID, "There is no public key (PEM) in it.");
        }
        return keys;
    }

    /** A key in PEM. */
    public static String pem(byte[] encoded) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END PUBLIC KEY-----\n";
    }

    static PublicKey parse(byte[] encoded) {
        for (String kind : new String[] {"Ed25519", "EC"}) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                // The other kind, perhaps.
            }
        }
        throw new ClientException(ClientException.Kind.INVALID, "A public key is neither Ed25519 nor elliptic.");
    }
}
