package dev.bale.standalone;

import dev.bale.embedded.fault.FaultProxy;
import dev.bale.embedded.fault.ProxiedExchange;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What a store would log of the requests that pass a proxy, in the documented format of S3 server access logs. */
final class AccessLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final AtomicLong requests = new AtomicLong();

    /** Of all requests from now on. */
    static AccessLog of(FaultProxy storage) {
        AccessLog log = new AccessLog();
        storage.observe(log::add);
        return log;
    }

    private void add(ProxiedExchange exchange) {
        String[] path = exchange.request().path().split("/", 3);
        String target = exchange.request().path()
                + (exchange.request().query().isEmpty()
                        ? ""
                        : "?" + exchange.request().query());
        lines.add(line(
                Instant.now(),
                path[1],
                exchange.client(),
                exchange.request().method(),
                path.length < 3 ? "-" : path[2],
                target,
                exchange.status(),
                exchange.bytes()));
    }

    private String line(
            Instant at,
            String bucket,
            String client,
            String method,
            String key,
            String target,
            int status,
            long bytes) {
        return "79a59df900b949e55d96a1e698fb " + bucket + " [" + TIME.format(at) + "] " + client
                + " arn:aws:iam::123456789012:user/bale REQUEST" + requests.incrementAndGet() + " REST." + method
                + ".OBJECT " + key + " \"" + method + " " + target + " HTTP/1.1\" " + status + " - " + bytes + " "
                + bytes
                + " 3 2 \"-\" \"bale/0.1\" - s9lzHYrFp76ZVxRcpX9= SigV4 ECDHE-RSA-AES128-GCM-SHA256 QueryString 127.0.0.1"
                + " TLSV1.2 - -";
    }

    /** A request long after the others, so that the log covers the time of all hand-outs. */
    String later() {
        return line(Instant.now().plusSeconds(3_600), "bale", "127.0.0.1", "HEAD", "x", "/bale/x", 404, 0);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
