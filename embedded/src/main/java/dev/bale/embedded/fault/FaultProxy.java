package dev.bale.embedded.fault;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A plain HTTP/1.1 proxy on 127.0.0.1 in front of a store or a registry: passes everything on byte for byte, counts it,
 * and spoils what it is told to.
 *
 * <p>The {@code Host} header passes unchanged, as signatures cover it. So give {@link #endpoint()} as the public
 * endpoint to whoever signs, or the server sees a host that was not signed.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 512;

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final ArmedFaults faults;
    private final Traffic.Counter traffic = new Traffic.Counter();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Consumer<ProxiedExchange> observer = _ -> {};

    private FaultProxy(ServerSocket listener, InetSocketAddress target, long seed) {
        this.listener = listener;
        this.target = target;
        this.faults = new ArmedFaults(seed);
    }

    /** In front of a server such as {@code http://127.0.0.1:9000}, on a free port; random faults drawn from seed 1. */
    public static FaultProxy before(URI server) {
        return before(server, 1);
    }

    public static FaultProxy before(URI server, long seed) {
        requireNonNull(server, "server is null");
        try {
            ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            FaultProxy proxy =
                    new FaultProxy(listener, new InetSocketAddress(server.getHost(), server.getPort()), seed);
            Thread.ofVirtual().name("fault-proxy").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients go, such as {@code http://127.0.0.1:41234}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** From now on. Several faults may strike one request. */
    public void inject(Fault fault, FaultRule rule) {
        faults.add(requireNonNull(fault, "fault is null"), requireNonNull(rule, "rule is null"));
    }

    /** Ends all faults. */
    public void heal() {
        faults.clear();
    }

    /** Tells of each exchange once it is over, for connections from now on. */
    public void observe(Consumer<ProxiedExchange> exchanges) {
        observer = requireNonNull(exchanges, "exchanges is null");
    }

    /** Since the start or the last {@link #resetTraffic()}, requests under way included. */
    public Traffic traffic() {
        return traffic.snapshot();
    }

    public void resetTraffic() {
        traffic.reset();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                ProxyConnection connection = new ProxyConnection(client, target, faults, traffic, observer);
                Thread.ofVirtual().start(() -> {
                    connection.run();
                    open.remove(client);
                });
            } catch (IOException e) {
                // The listener was closed: the loop ends. Anything else concerns one client alone.
            }
        }
    }

    /** Ends all connections. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket client : open) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
