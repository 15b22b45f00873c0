package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.FRAGMENTS;
import static dev.bale.manifest.InvalidManifest.Code.LIMIT;

/**
 * One file in a version.
 *
 * @param size bytes, at most {@link Limits#FILE_BYTES}
 * @param sha256 of the whole file
 */
public record Entry(EntryPath path, long size, Sha256 sha256, Fragments fragments, Meta meta) implements Item {
    /** {@link InvalidManifest} for a size out of range or fragments that do not fit it. */
    public Entry {
        if (size < 0 || size > Limits.FILE_BYTES) {
            throw new InvalidManifest(LIMIT, "the size of " + path + " is not between 0 and " + Limits.FILE_BYTES);
        }
        checkFragments(path, size, fragments);
    }

    /** A file of one fragment without metadata. */
    public static Entry of(EntryPath path, long size, Sha256 sha256) {
        return new Entry(path, size, sha256, Fragments.SINGLE, Meta.NONE);
    }

    private static void checkFragments(EntryPath path, long size, Fragments fragments) {
        if (fragments instanceof Fragments.Single) {
            if (size > Limits.WHOLE_FRAGMENT_BYTES) {
                throw new InvalidManifest(
                        FRAGMENTS, path + " is one fragment of more than " + Limits.WHOLE_FRAGMENT_BYTES + " bytes");
            }
            return;
        }
        if (size <= Limits.FRAGMENT_BYTES) {
            throw new InvalidManifest(
                    FRAGMENTS, path + " is split although it has no more than " + Limits.FRAGMENT_BYTES + " bytes");
        }
        if (fragments instanceof Fragments.Listed listed) {
            long sum = listed.fragments().stream().mapToLong(FragmentRef::size).sum();
            if (sum != size) {
                throw new InvalidManifest(
                        FRAGMENTS, "the fragments of " + path + " have " + sum + " bytes, the file " + size);
            }
        } else if (fragments instanceof Fragments.Paged paged) {
            boolean fits = paged.count() <= size && size <= paged.count() * Limits.FRAGMENT_BYTES;
            if (!fits) {
                throw new InvalidManifest(
                        FRAGMENTS, path + " cannot have " + paged.count() + " fragments and " + size + " bytes");
            }
        }
    }

    /** The canonical JSON of this entry, without a newline. */
    public byte[] toJson() {
        CanonicalWriter out = new CanonicalWriter();
        Lines.write(this, out);
        return out.toBytes();
    }

    /** An entry from its canonical JSON; {@link InvalidManifest} for anything else. */
    public static Entry parse(byte[] json) {
        Lines.checkLength(json.length);
        CanonicalReader in = new CanonicalReader(json, 0, json.length);
        Entry entry = Lines.entry(in);
        in.expectEnd();
        return entry;
    }
}
