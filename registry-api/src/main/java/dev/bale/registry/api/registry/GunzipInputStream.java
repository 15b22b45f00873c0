package dev.bale.registry.api.registry;

import dev.bale.registry.api.problems.RegistryException.Invalid;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Undoes gzip; what is damaged or cut short is a fault of the request and not of the registry. */
final class GunzipInputStream extends FilterInputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    GunzipInputStream(InputStream packed) throws IOException {
        super(open(packed));
    }

    private static InputStream open(InputStream packed) throws IOException {
        try {
            return new GZIPInputStream(packed, BUFFER_BYTES);
        } catch (ZipException | EOFException e) {
            throw damaged();
        }
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (ZipException | EOFException e) {
            throw damaged();
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return super.read(buffer, offset, length);
        } catch (ZipException | EOFException e) {
            throw damaged();
        }
    }

    private static Invalid damaged() {
        return new Invalid("The body says Content-Encoding: gzip and is no whole gzip.");
    }
}
