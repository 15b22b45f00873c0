package dev.bale.embedded.fault;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** The connection to the server that belongs to one client's connection, made anew where the server has ended it. */
final class Upstream implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    private record Link(Socket socket, InputStream in, OutputStream out) {}

    private final InetSocketAddress target;
    private volatile @Nullable Link link;

    Upstream(InetSocketAddress target) {
        this.target = target;
    }

    /** Connects where there is no connection that lives. */
    void ready() throws IOException {
        Link present = link;
        if (present == null || !lives(present)) {
            close();
            Socket socket = new Socket();
            socket.connect(target, CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            link = new Link(
                    socket,
                    new BufferedInputStream(socket.getInputStream()),
                    new BufferedOutputStream(socket.getOutputStream()));
        }
    }

    InputStream in() throws IOException {
        return open().in();
    }

    OutputStream out() throws IOException {
        return open().out();
    }

    /** Ends the connection by a reset. */
    void abort() {
        Link present = link;
        try {
            if (present != null && !present.socket().isClosed()) {
                present.socket().setSoLinger(true, 0);
                present.socket().close();
            }
        } catch (IOException e) {
            // It is closed already.
        }
    }

    @Override
    public void close() throws IOException {
        Link present = link;
        if (present != null) {
            present.socket().close();
        }
    }

    private Link open() throws IOException {
        Link present = link;
        if (present == null) {
            throw new IOException("not connected");
        }
        return present;
    }

    /** Between two answers a server says nothing: what can be read then is only the end. */
    private static boolean lives(Link link) throws IOException {
        try {
            link.socket().setSoTimeout(1);
            link.in().mark(1);
            boolean ended = link.in().read() < 0;
            link.in().reset();
            return !ended;
        } catch (SocketTimeoutException silent) {
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            if (!link.socket().isClosed()) {
                link.socket().setSoTimeout(0);
            }
        }
    }
}
