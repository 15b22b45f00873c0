package dev.bale.registry.db;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows in PostgreSQL's binary COPY format (documentation of COPY, "Binary Format"): half again as fast as text here.
 * Each row begins with {@link #row()} and gives exactly the announced number of fields.
 */
public final class BinaryCopy implements AutoCloseable {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};

    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final DataOutputStream out;
    private final int columns;

    BinaryCopy(OutputStream out, int columns) throws IOException {
        this.out = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
        this.columns = columns;
        this.out.write(SIGNATURE);
        this.out.writeInt(0);
        this.out.writeInt(0);
    }

    /** Begins a row. */
    public BinaryCopy row() throws IOException {
        out.writeShort(columns);
        return this;
    }

    /** A {@code bigint} field. */
    public BinaryCopy bigint(long value) throws IOException {
        out.writeInt(8);
        out.writeLong(value);
        return this;
    }

    /** A {@code smallint} field. */
    public BinaryCopy smallint(int value) throws IOException {
        out.writeInt(2);
        out.writeShort(value);
        return this;
    }

    /** A {@code boolean} field. */
    public BinaryCopy bool(boolean value) throws IOException {
        out.writeInt(1);
        out.writeByte(value ? 1 : 0);
        return this;
    }

    /** A {@code uuid} field. */
    public BinaryCopy uuid(UUID value) throws IOException {
        out.writeInt(16);
        out.writeLong(value.getMostSignificantBits());
        out.writeLong(value.getLeastSignificantBits());
        return this;
    }

    /** A {@code timestamptz} field, which counts microseconds from the year 2000. */
    public BinaryCopy timestamp(Instant value) throws IOException {
        return bigint(ChronoUnit.MICROS.between(POSTGRES_EPOCH, value));
    }

    /** A {@code bytea} field, or null. */
    public BinaryCopy bytes(byte @Nullable [] value) throws IOException {
        if (value == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(value.length);
            out.write(value);
        }
        return this;
    }

    /** A {@code text} field, or null. */
    public BinaryCopy text(@Nullable String value) throws IOException {
        return bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        out.writeShort(-1);
        out.flush();
    }
}
