package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.LIMIT;
import static dev.bale.manifest.InvalidManifest.Code.SYNTAX;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads pages that follow one another: each header line starts a new one. Holds one page at a time; lines and pages are
 * refused as soon as they grow beyond their limit. Does not close what it reads from.
 */
public final class PageStream {
    private static final byte[] HEADER = "{\"bale\":".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final boolean erasable;
    private final byte[] buffer = new byte[16 << 10];
    private int at;
    private int filled;

    /** The line read last, valid up to {@link #lineLength}, its newline included. */
    private final byte[] line = new byte[Limits.LINE_BYTES + 1];

    private int lineLength;

    /** Reads strict pages. */
    public PageStream(InputStream in) {
        this(in, false);
    }

    private PageStream(InputStream in, boolean erasable) {
        this.in = in;
        this.erasable = erasable;
    }

    /** Reads pages in which lines may have been erased. */
    public static PageStream erasable(InputStream in) {
        return new PageStream(in, true);
    }

    /** The next page, or nothing at the end. {@link InvalidManifest} for anything but a canonical page. */
    public Optional<Page> next() throws IOException {
        if (lineLength == 0 && !readLine()) {
            return Optional.empty();
        }
        CanonicalWriter page = new CanonicalWriter();
        do {
            if (page.length() + lineLength > Limits.PAGE_BYTES) {
                throw new InvalidManifest(LIMIT, "a page has at most " + Limits.PAGE_BYTES + " bytes");
            }
            page.bytes(Arrays.copyOf(line, lineLength));
        } while (readLine() && !isHeader());
        byte[] bytes = page.toBytes();
        return Optional.of(erasable ? Page.parseErasable(bytes) : Page.parse(bytes));
    }

    private boolean isHeader() {
        return lineLength >= HEADER.length && Arrays.mismatch(line, 0, HEADER.length, HEADER, 0, HEADER.length) < 0;
    }

    private boolean readLine() throws IOException {
        lineLength = 0;
        while (true) {
            if (at == filled) {
                filled = in.read(buffer);
                at = 0;
                if (filled <= 0) {
                    filled = 0;
                    break;
                }
            }
            byte next = buffer[at++];
            if (lineLength == Limits.LINE_BYTES && next != '\n') {
                throw new InvalidManifest(LIMIT, "a line has at most " + Limits.LINE_BYTES + " bytes");
            }
            line[lineLength++] = next;
            if (next == '\n') {
                return true;
            }
        }
        if (lineLength > 0) {
            throw new InvalidManifest(SYNTAX, "the last line does not end with a newline");
        }
        return false;
    }
}
