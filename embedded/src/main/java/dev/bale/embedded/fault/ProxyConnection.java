package dev.bale.embedded.fault;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** One client's connection and its twin to the server: requests pass one after the other. */
final class ProxyConnection implements Runnable {
    /** The connection must be torn down at once, without a farewell. */
    private static final class Reset extends IOException {
        private Reset() {
            super("reset by a fault");
        }
    }

    private final Socket client;
    private final InetSocketAddress target;
    private final ArmedFaults faults;
    private final Traffic.Counter traffic;
    private final Consumer<ProxiedExchange> observer;

    ProxyConnection(
            Socket client,
            InetSocketAddress target,
            ArmedFaults faults,
            Traffic.Counter traffic,
            Consumer<ProxiedExchange> observer) {
        this.client = client;
        this.target = target;
        this.faults = faults;
        this.traffic = traffic;
        this.observer = observer;
    }

    @Override
    public void run() {
        Upstream server = new Upstream(target);
        try (client;
                server) {
            client.setTcpNoDelay(true);
            try {
                serve(server);
            } catch (Reset reset) {
                // With a linger time of zero, closing sends a reset instead of an orderly end.
                client.setSoLinger(true, 0);
                server.abort();
            }
        } catch (IOException e) {
            // One side went away: so does the other, and each sees it from its own connection.
        }
    }

    private void serve(Upstream server) throws IOException {
        InputStream fromClient = new BufferedInputStream(client.getInputStream());
        OutputStream toClient = new BufferedOutputStream(client.getOutputStream());
        boolean open = true;
        while (open) {
            Optional<HttpHead> head = HttpHead.read(fromClient);
            if (head.isEmpty()) {
                return;
            }
            open = new Exchange(head.get(), fromClient, toClient, server).run();
        }
    }

    private final class Exchange {
        private final HttpHead request;
        private final String method;
        private final FaultPlan plan;
        private final InputStream fromClient;
        private final OutputStream toClient;
        private final Upstream server;
        private final String asked;
        private long received;
        private int status;

        private Exchange(HttpHead head, InputStream fromClient, OutputStream toClient, Upstream server) {
            this.method = head.word(0);
            this.asked = head.word(1);
            this.plan = faults.planFor(ProxiedRequest.of(method, asked));
            this.request = rewritten(head);
            this.fromClient = fromClient;
            this.toClient = toClient;
            this.server = server;
        }

        /** Everything passes as it came, the Host above all, as signatures cover it; but no change of protocol. */
        private HttpHead rewritten(HttpHead head) {
            HttpHead changed = head;
            if (head.header("upgrade").isPresent()) {
                changed = changed.without("upgrade").without("http2-settings").without("connection");
            }
            for (Fault.DropRequestHeader drop : plan.all(Fault.DropRequestHeader.class)) {
                changed = changed.without(drop.name());
            }
            return changed;
        }

        /** Whether both connections can carry another request. */
        private boolean run() throws IOException {
            // Counted before anything goes on, so that whoever holds an answer finds it in the counts.
            traffic.add(method, new Traffic.Count(1, 0, 0));
            plan.first(Fault.Delay.class).ifPresent(Exchange::sleep);
            Optional<Fault.Answer> answer = plan.first(Fault.Answer.class);
            try {
                return answer.isPresent() ? answer(answer.get()) : forward();
            } finally {
                observer.accept(new ProxiedExchange(
                        ProxiedRequest.of(method, asked),
                        client.getInetAddress().getHostAddress(),
                        status,
                        received));
            }
        }

        private void countSent(int bytes) {
            traffic.add(method, new Traffic.Count(0, bytes, 0));
        }

        private void countReceived(int bytes) {
            received += bytes;
            traffic.add(method, new Traffic.Count(0, 0, bytes));
        }

        private static void sleep(Fault.Delay delay) {
            try {
                Thread.sleep(delay.duration());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean answer(Fault.Answer answer) throws IOException {
            if (request.has("expect", "100-continue")) {
                toClient.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                toClient.flush();
            }
            Body.ofRequest(request).copy(fromClient, OutputStream.nullOutputStream(), (buffer, count, position) -> {
                countSent(count);
                return count;
            });
            status = answer.status();
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            String head = "HTTP/1.1 " + answer.status() + " Fault\r\nContent-Type: " + answer.contentType()
                    + "\r\nContent-Length: " + body.length + "\r\n\r\n";
            toClient.write(head.getBytes(StandardCharsets.ISO_8859_1));
            if (!method.equals("HEAD")) {
                countReceived(body.length);
                toClient.write(body);
            }
            toClient.flush();
            return true;
        }

        private boolean forward() throws IOException {
            server.ready();
            request.write(server.out());
            Upload upload = new Upload();
            // The server may answer before it has read all, so both directions run at once.
            Thread uploading = Thread.ofVirtual().start(upload);
            boolean whole = download(upload);
            join(uploading);
            upload.throwIfReset();
            return whole && upload.whole;
        }

        private boolean download(Upload upload) throws IOException {
            HttpHead response = readResponse(upload);
            while (response.word(1).startsWith("1") && !response.word(1).equals("101")) {
                response.write(toClient);
                response = readResponse(upload);
            }
            Optional<Fault.ResetResponse> reset = plan.first(Fault.ResetResponse.class);
            if (reset.isPresent() && reset.get().afterBytes() < 0) {
                throw new Reset();
            }
            status = Integer.parseInt(response.word(1));
            response.write(toClient);
            Body body = Body.ofResponse(response, method);
            boolean whole = body.copy(server.in(), toClient, this::passResponse);
            if (reset.isPresent() && reset.get().afterBytes() == received) {
                throw new Reset();
            }
            return whole && body.length() != Body.UNTIL_CLOSE && !response.has("connection", "close");
        }

        private HttpHead readResponse(Upload upload) throws IOException {
            try {
                return HttpHead.read(server.in()).orElseThrow(() -> new IOException("The server hung up"));
            } catch (IOException e) {
                upload.throwIfReset();
                throw e;
            }
        }

        private int passResponse(byte[] buffer, int count, long position) throws IOException {
            flip(buffer, count, position, plan.corruptResponseAt());
            Optional<Fault.ResetResponse> reset = plan.first(Fault.ResetResponse.class);
            Optional<Fault.TruncateResponse> truncate = plan.first(Fault.TruncateResponse.class);
            long limit = Math.min(
                    reset.map(Fault.ResetResponse::afterBytes).orElse(Long.MAX_VALUE),
                    truncate.map(Fault.TruncateResponse::afterBytes).orElse(Long.MAX_VALUE));
            int passed = (int) Math.min(count, Math.max(0, limit - position));
            countReceived(passed);
            if (reset.isPresent() && passed < count) {
                toClient.write(buffer, 0, passed);
                toClient.flush();
                throw new Reset();
            }
            return passed;
        }

        /** The request's body on its way to the server. */
        private final class Upload implements Runnable {
            private volatile boolean whole;
            private volatile boolean reset;

            @Override
            public void run() {
                try {
                    ForgivingStream out = new ForgivingStream(server.out());
                    whole = Body.ofRequest(request).copy(fromClient, out, this::pass) && !out.isBroken();
                } catch (Reset e) {
                    reset = true;
                    server.abort();
                } catch (IOException e) {
                    // The client went away within its request: nothing more can pass.
                    server.abort();
                }
            }

            private int pass(byte[] buffer, int count, long position) throws IOException {
                flip(buffer, count, position, plan.corruptRequestAt());
                Optional<Fault.ResetRequest> fault = plan.first(Fault.ResetRequest.class);
                if (fault.isPresent() && position + count > fault.get().afterBytes()) {
                    throw new Reset();
                }
                countSent(count);
                return count;
            }

            private void throwIfReset() throws Reset {
                if (reset) {
                    throw new Reset();
                }
            }
        }
    }

    private static void flip(byte[] buffer, int count, long position, long corruptAt) {
        if (corruptAt >= position && corruptAt < position + count) {
            buffer[(int) (corruptAt - position)] ^= 0x5a;
        }
    }

    private static void join(Thread thread) throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
