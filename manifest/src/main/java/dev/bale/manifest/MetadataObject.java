package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.LIMIT;
import static dev.bale.manifest.InvalidManifest.Code.META;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A JSON object about an entry or a version, in canonical form: not empty, nested at most {@link Limits#META_DEPTH}
 * deep, at most {@link Limits#STORED_META_BYTES}.
 *
 * @param json the canonical text
 */
public record MetadataObject(String json) {
    /** {@link InvalidManifest} unless the text is canonical and within the limits. */
    public MetadataObject {
        CanonicalJson.check(json, Limits.STORED_META_BYTES);
    }

    /** From JSON in any form; {@link InvalidManifest} for what is not an object, not I-JSON or too large. */
    public static MetadataObject of(String json) {
        if (json.length() > 2 * Limits.STORED_META_BYTES) {
            throw tooLarge();
        }
        return new MetadataObject(CanonicalJson.canonical(json));
    }

    /** From the bytes of a stored metadata object, which are canonical and too large to stand in an entry. */
    public static MetadataObject parseStored(byte[] bytes) {
        if (bytes.length > Limits.STORED_META_BYTES) {
            throw tooLarge();
        }
        MetadataObject object = new MetadataObject(new String(bytes, StandardCharsets.UTF_8));
        if (!Arrays.equals(object.bytes(), bytes)) {
            throw new InvalidManifest(META, "the metadata object is not UTF-8");
        }
        if (object.isInline()) {
            throw new InvalidManifest(
                    META, "a metadata object of up to " + Limits.INLINE_META_BYTES + " bytes stands in its entry");
        }
        return object;
    }

    private static InvalidManifest tooLarge() {
        return new InvalidManifest(LIMIT, "a metadata object has at most " + Limits.STORED_META_BYTES + " bytes");
    }

    private boolean isInline() {
        return bytes().length <= Limits.INLINE_META_BYTES;
    }

    /** The canonical bytes. */
    public byte[] bytes() {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** How an entry carries this object: itself where it is small, otherwise its hash. */
    public Meta asMeta() {
        return isInline() ? new Meta.Inline(json) : new Meta.Stored(Sha256.of(bytes()));
    }
}
