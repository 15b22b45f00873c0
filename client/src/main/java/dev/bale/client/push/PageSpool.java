package dev.bale.client.push;

import dev.bale.manifest.Page;
import dev.bale.manifest.PageSink;
import dev.bale.manifest.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The pages of a version that is about to be pushed, in a temporary file, with their places in memory. */
final class PageSpool implements PageSink, Closeable {
    private static final int BUFFERED = 1 << 20;

    private final FileChannel file;
    private final Map<Sha256, Place> places = new HashMap<>();
    private final List<Place> inOrder = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFERED);
    private long end;

    private record Place(long offset, int length) {}

    /** A spool in this folder; its file vanishes with the process. */
    PageSpool(Path folder) throws IOException {
        Path path = Files.createTempFile(folder, "pages", ".spool");
        this.file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    @Override
    public void accept(Page page) {
        if (places.containsKey(page.name())) {
            return;
        }
        byte[] bytes = page.bytes();
        Place place = new Place(end, bytes.length);
        places.put(page.name(), place);
        inOrder.add(place);
        end += bytes.length;
        if (bytes.length > buffer.remaining()) {
            flush();
        }
        buffer.put(bytes);
    }

    /** Writes through; to be called once all pages are here. */
    void flush() {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the pages of the version to the local store: " + e.getMessage(), e);
        }
        buffer.clear();
    }

    /** The bytes of a page of this version. */
    byte[] read(Sha256 name) {
        Place place = places.get(name);
        if (place == null) {
            throw new IllegalStateException("the registry asks for " + name + ", which is no page of this version");
        }
        return read(place);
    }

    /** How many pages there are. */
    int size() {
        return inOrder.size();
    }

    /** All pages, in the order in which they were made. */
    void forEach(Consumer<Page> consumer) {
        for (Place place : inOrder) {
            consumer.accept(Page.parse(read(place)));
        }
    }

    private byte[] read(Place place) {
        ByteBuffer bytes = ByteBuffer.allocate(place.length());
        try {
            while (bytes.hasRemaining()) {
                if (file.read(bytes, place.offset() + bytes.position()) < 0) {
                    throw new IOException("the file of pages is shorter than it was");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
