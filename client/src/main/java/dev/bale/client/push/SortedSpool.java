package dev.bale.client.push;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Puts records in the order of their keys, compared as unsigned bytes, however many they are: sorted runs go to a temporary
 * file and are merged as they are read. Holds about one run in memory while it is filled, and a buffer a run while it is
 * read. Records with the same key keep the order in which they came.
 */
final class SortedSpool implements Closeable {
    private static final int RUN_BYTES = 32 << 20;
    private static final int RECORD_BYTES = 64;
    private static final int BUFFER_BYTES = 16 << 10;
    private static final Comparator<Item> BY_KEY = (a, b) -> Arrays.compareUnsigned(a.key(), b.key());

    private final FileChannel file;
    private final int runBytes;
    private final List<Run> runs = new ArrayList<>();
    private List<Item> filling = new ArrayList<>();
    private long filled;
    private long end;
    private long count;

    /** A key of at most 64 KiB and what belongs to it. */
    record Item(byte[] key, byte[] value) {}

    private record Run(long from, long to) {}

    /** A spool in this folder; its file vanishes with the process. */
    SortedSpool(Path folder) throws IOException {
        this(folder, RUN_BYTES);
    }

    SortedSpool(Path folder, int runBytes) throws IOException {
        this.runBytes = runBytes;
        this.file = FileChannel.open(
                Files.createTempFile(folder, "sorted", ".spool"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    void add(byte[] key, byte[] value) throws IOException {
        filling.add(new Item(key, value));
        filled += key.length + value.length + RECORD_BYTES;
        count++;
        if (filled >= runBytes) {
            writeRun();
        }
    }

    /** How many records there are. */
    long count() {
        return count;
    }

    private void writeRun() throws IOException {
        filling.sort(BY_KEY);
        long from = end;
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        for (Item item : filling) {
            int length = Integer.BYTES * 2 + item.key().length + item.value().length;
            if (buffer.remaining() < length) {
                write(buffer.flip());
                buffer = length > buffer.capacity() ? ByteBuffer.allocate(length) : buffer.clear();
            }
            buffer.putInt(item.key().length).putInt(item.value().length);
            buffer.put(item.key()).put(item.value());
        }
        write(buffer.flip());
        runs.add(new Run(from, end));
        filling = new ArrayList<>();
        filled = 0;
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            end += file.write(bytes, end);
        }
    }

    /** All records in order. No more may be added once this was called; it may be called again. */
    Iterator<Item> sorted() throws IOException {
        if (runs.isEmpty()) {
            filling.sort(BY_KEY);
            return filling.iterator();
        }
        if (!filling.isEmpty()) {
            writeRun();
        }
        return new Merge();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** The key that a run has next; its value is read only when its turn has come. */
    private final class Cursor {
        private final int number;
        private final long to;
        private long at;
        private byte[] key = new byte[0];
        private int valueLength;
        private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

        Cursor(int number, Run run) {
            this.number = number;
            this.at = run.from();
            this.to = run.to();
        }

        boolean next() throws IOException {
            if (at == to) {
                return false;
            }
            ByteBuffer lengths = ByteBuffer.wrap(read(Integer.BYTES * 2));
            int keyLength = lengths.getInt();
            valueLength = lengths.getInt();
            key = read(keyLength);
            return true;
        }

        Item take() throws IOException {
            return new Item(key, read(valueLength));
        }

        private byte[] read(int length) throws IOException {
            byte[] bytes = new byte[length];
            int done = Math.min(length, buffer.remaining());
            buffer.get(bytes, 0, done);
            long from = at + done;
            at += length;
            if (length - done >= BUFFER_BYTES) {
                fill(ByteBuffer.wrap(bytes, done, length - done), from);
                buffer.limit(0);
            } else if (done < length) {
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, to - from));
                fill(buffer, from);
                buffer.flip();
                buffer.get(bytes, done, length - done);
            }
            return bytes;
        }

        private void fill(ByteBuffer into, long from) throws IOException {
            long position = from;
            while (into.hasRemaining()) {
                int read = file.read(into, position);
                if (read < 0) {
                    throw new EOFException("a temporary file is shorter than it was");
                }
                position += read;
            }
        }
    }

    private final class Merge implements Iterator<Item> {
        private final PriorityQueue<Cursor> cursors = new PriorityQueue<>((a, b) -> {
            int byKey = Arrays.compareUnsigned(a.key, b.key);
            return byKey == 0 ? Integer.compare(a.number, b.number) : byKey;
        });

        Merge() throws IOException {
            for (int i = 0; i < runs.size(); i++) {
                push(new Cursor(i, runs.get(i)));
            }
        }

        private void push(Cursor cursor) throws IOException {
            if (cursor.next()) {
                cursors.add(cursor);
            }
        }

        @Override
        public boolean hasNext() {
            return !cursors.isEmpty();
        }

        @Override
        public Item next() {
            Cursor cursor = cursors.poll();
            if (cursor == null) {
                throw new NoSuchElementException();
            }
            try {
                Item item = cursor.take();
                push(cursor);
                return item;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read a temporary file: " + e.getMessage(), e);
            }
        }
    }
}
