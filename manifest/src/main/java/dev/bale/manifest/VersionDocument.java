package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.LIMIT;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What names a version: the root of its tree, the sums, and metadata where there is any. The same content is the same
 * document, whoever published it and when.
 *
 * @param root name of the root page
 * @param bytes of all entries together
 * @param meta at most {@link Limits#VERSION_META_BYTES}, or null for none
 */
public record VersionDocument(
        Sha256 root, long entries, long bytes, @Nullable MetadataObject meta) {
    /** {@link InvalidManifest} for sums or metadata beyond the limits. */
    public VersionDocument {
        if (entries < 0 || entries > Limits.ENTRIES || bytes < 0 || bytes > Limits.VERSION_BYTES) {
            throw new InvalidManifest(
                    LIMIT,
                    "a version has at most " + Limits.ENTRIES + " entries and " + Limits.VERSION_BYTES + " bytes");
        }
        if (meta != null && meta.bytes().length > Limits.VERSION_META_BYTES) {
            throw new InvalidManifest(
                    LIMIT, "the metadata of a version has at most " + Limits.VERSION_META_BYTES + " bytes");
        }
    }

    /** A document without metadata. */
    public static VersionDocument of(Sha256 root, long entries, long bytes) {
        return new VersionDocument(root, entries, bytes, null);
    }

    /** A document from its canonical bytes; {@link InvalidManifest} for anything else. */
    public static VersionDocument parse(byte[] document) {
        if (document.length > Limits.VERSION_DOCUMENT_BYTES) {
            throw new InvalidManifest(
                    LIMIT, "a version document has at most " + Limits.VERSION_DOCUMENT_BYTES + " bytes");
        }
        CanonicalReader in = new CanonicalReader(document, 0, document.length);
        long bytes = in.expect("{\"bale\":1,\"bytes\":").number(Limits.VERSION_BYTES);
        long entries = in.expect(",\"entries\":").number(Limits.ENTRIES);
        MetadataObject meta = in.accept(",\"meta\":") ? new MetadataObject(in.object(Limits.VERSION_META_BYTES)) : null;
        Sha256 root = in.expect(",\"root\":").hash();
        in.expect("}").expectEnd();
        return new VersionDocument(root, entries, bytes, meta);
    }

    /** The canonical bytes; no newline at the end. */
    public byte[] toJson() {
        CanonicalWriter out = new CanonicalWriter();
        out.ascii("{\"bale\":1,\"bytes\":").number(bytes).ascii(",\"entries\":").number(entries);
        if (meta != null) {
            out.ascii(",\"meta\":").bytes(meta.json().getBytes(StandardCharsets.UTF_8));
        }
        return out.ascii(",\"root\":").hash(root).ascii("}").toBytes();
    }

    /** The SHA-256 of {@link #toJson()}: the name of the version within its package. */
    public Sha256 topHash() {
        return Sha256.of(toJson());
    }
}
