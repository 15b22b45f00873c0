package dev.bale.registry.api.push;

import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Limits;
import dev.bale.manifest.MetadataObject;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.problems.RegistryException.TooLarge;
import dev.bale.registry.api.registry.CappedInputStream;
import dev.bale.registry.api.registry.RegistryLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads metadata objects, one a line, each checked completely before the next is read. */
final class MetadataLines {
    private static final long BODY_BYTES = 8L << 20;

    private MetadataLines() {}

    /** An object, where it stood, and what it is called. */
    record Line(int number, Sha256 hash, byte[] body) {}

    /**
     * All objects of a body. Empty lines are passed over, and the last newline may be missing.
     *
     * @throws InvalidManifest naming the line, for what is no canonical metadata object that is stored apart
     * @throws TooLarge for more objects or bytes than a request takes
     */
    static List<Line> read(InputStream body) throws IOException {
        List<Line> lines = new ArrayList<>();
        InputStream in = new CappedInputStream(body, BODY_BYTES);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 << 10];
        int number = 1;
        for (int filled = in.read(buffer); filled >= 0; filled = in.read(buffer)) {
            int start = 0;
            for (int i = 0; i < filled; i++) {
                if (buffer[i] == '\n') {
                    append(line, buffer, start, i, number);
                    add(lines, line, number++);
                    start = i + 1;
                }
            }
            append(line, buffer, start, filled, number);
        }
        add(lines, line, number);
        return lines;
    }

    private static void append(ByteArrayOutputStream line, byte[] buffer, int from, int to, int number) {
        if (line.size() + to - from > Limits.STORED_META_BYTES) {
            throw new InvalidManifest(
                    InvalidManifest.Code.LIMIT,
                    "line " + number + ": a metadata object has at most " + Limits.STORED_META_BYTES + " bytes");
        }
        line.write(buffer, from, to - from);
    }

    private static void add(List<Line> lines, ByteArrayOutputStream line, int number) {
        if (line.size() == 0) {
            return;
        }
        if (lines.size() == RegistryLimits.METADATA) {
            throw new TooLarge("A request takes at most " + RegistryLimits.METADATA
                    + " metadata objects. Send the others in the next.");
        }
        byte[] bytes = line.toByteArray();
        line.reset();
        try {
            MetadataObject.parseStored(bytes);
        } catch (InvalidManifest e) {
            InvalidManifest placed = new InvalidManifest(e.code(), "line " + number + ": " + e.getMessage());
            placed.initCause(e);
            throw placed;
        }
        lines.add(new Line(number, Sha256.of(bytes), bytes));
    }
}
