package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.CHANGE;
import static dev.bale.manifest.InvalidManifest.Code.LIMIT;
import static dev.bale.manifest.InvalidManifest.Code.SYNTAX;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Changes to a version, for clients that build no trees: NDJSON of {@code {"set":<entry>}} and {@code {"remove":<path>}}
 * in any order, each path once. Held in memory, hence at most {@link Limits#PATCH_CHANGES}.
 *
 * @param changes in path order
 */
public record Patch(List<Change> changes) {
    /** Puts the changes in path order; {@link InvalidManifest} where two name the same path, or there are too many. */
    public Patch {
        if (changes.size() > Limits.PATCH_CHANGES) {
            throw tooMany();
        }
        changes = changes.stream().sorted(Comparator.comparing(Change::path)).toList();
        for (int i = 1; i < changes.size(); i++) {
            if (changes.get(i).path().equals(changes.get(i - 1).path())) {
                throw new InvalidManifest(CHANGE, "\"" + changes.get(i).path() + "\" changes twice in one patch");
            }
        }
    }

    /**
     * Reads NDJSON up to the end. Lines need not be canonical: any JSON that says the same will do, and so will an empty
     * line. {@link InvalidManifest} names the line it refuses. Does not close the stream.
     */
    public static Patch read(InputStream in) throws IOException {
        List<Change> changes = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 << 10];
        int number = 1;
        int filled;
        while ((filled = in.read(buffer)) > 0) {
            for (int i = 0; i < filled; i++) {
                if (buffer[i] == '\n') {
                    add(changes, line, number++);
                } else if (line.size() == Limits.PATCH_LINE_BYTES) {
                    throw new InvalidManifest(
                            LIMIT,
                            "line " + number + " of the patch has more than " + Limits.PATCH_LINE_BYTES + " bytes");
                } else {
                    line.write(buffer[i]);
                }
            }
        }
        add(changes, line, number);
        return new Patch(changes);
    }

    private static void add(List<Change> changes, ByteArrayOutputStream line, int number) {
        if (line.size() > 0) {
            if (changes.size() == Limits.PATCH_CHANGES) {
                throw tooMany();
            }
            changes.add(change(line.toByteArray(), number));
            line.reset();
        }
    }

    private static Change change(byte[] line, int number) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            return parse(CanonicalJson.canonical(text).getBytes(StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            throw new InvalidManifest(SYNTAX, "line " + number + " of the patch is not UTF-8");
        } catch (InvalidManifest e) {
            InvalidManifest placed =
                    new InvalidManifest(e.code(), "line " + number + " of the patch: " + e.getMessage());
            placed.initCause(e);
            throw placed;
        }
    }

    private static Change parse(byte[] json) {
        CanonicalReader in = new CanonicalReader(json, 0, json.length);
        Change change = in.accept("{\"remove\":")
                ? new Change.Remove(in.path())
                : new Change.Set(Lines.entry(in.expect("{\"set\":")));
        in.expect("}").expectEnd();
        return change;
    }

    /** Writes the changes as canonical NDJSON, in path order. */
    public void write(OutputStream out) throws IOException {
        for (Change change : changes) {
            CanonicalWriter line = new CanonicalWriter();
            if (change instanceof Change.Set set) {
                line.ascii("{\"set\":").bytes(set.entry().toJson());
            } else {
                line.ascii("{\"remove\":").path(change.path());
            }
            out.write(line.ascii("}\n").toBytes());
        }
    }

    private static InvalidManifest tooMany() {
        return new InvalidManifest(LIMIT, "a patch has at most " + Limits.PATCH_CHANGES + " changes");
    }
}
