package dev.bale.presign;

import dev.bale.manifest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;

/** Computes AWS signatures version 4 for one moment. Not safe for several threads: each has its own. */
final class Signature {
    private static final HexFormat HEX = HexFormat.of();

    private final MessageDigest sha256 = Sha256.digest();
    private final Mac mac;
    private final byte[] beforeHash;

    Signature(SigningRight right) {
        this.mac = SigningKeys.hmac(right.key());
        this.beforeHash = ascii(SigningRight.ALGORITHM + "\n" + right.timestamp() + "\n" + right.scope() + "\n");
    }

    /** The signature, 64 hex digits, of the canonical request that the parts make up. */
    String of(byte[]... canonicalRequest) {
        for (byte[] part : canonicalRequest) {
            sha256.update(part);
        }
        mac.update(beforeHash);
        mac.update(ascii(HEX.formatHex(sha256.digest())));
        return HEX.formatHex(mac.doFinal());
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
