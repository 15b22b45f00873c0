package dev.bale.registry.api.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Db;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Events and limits go by the client's address, whatever else the request says. The tests' registry trusts 127.0.1.0/24. */
@QuarkusTest
class ClientAddressTest {
    private static final String PROXY = "127.0.1.9";

    @ConfigProperty(name = "test.url")
    URI registry;

    @Test
    void an_event_has_the_address_that_a_trusted_proxy_says() throws IOException {
        String client = unique();
        long before = failures(client);

        signIn(PROXY, "X-Forwarded-For: 1.2.3.4, " + client + "\r\n");

        assertThat(failures(client)).isEqualTo(before + 1);
    }

    @Test
    void what_anybody_else_says_is_not_believed() throws IOException {
        String client = unique();

        signIn("127.0.0.66", "X-Forwarded-For: " + client + "\r\nForwarded: for=" + client + "\r\n");

        assertThat(failures(client)).isZero();
        assertThat(failures("127.0.0.66")).isPositive();
    }

    @Test
    void limits_count_the_client_and_not_the_proxy() throws IOException {
        String client = unique();
        int status = 401;
        for (int i = 0; i <= 2_000 && status == 401; i++) {
            status = post("/v1/sessions/refresh", "{\"refresh_token\":\"a guess\"}", PROXY, forwarded(client));
        }

        assertThat(status).isEqualTo(429);
        assertThat(signIn(PROXY, forwarded(unique()))).isEqualTo(401);
    }

    private static String forwarded(String client) {
        return "X-Forwarded-For: " + client + "\r\n";
    }

    private static String unique() {
        long number = Long.parseLong(Api.unique("")) % 65_536;
        return "198.51." + number / 256 + "." + number % 256;
    }

    private static long failures(String address) {
        return Db.count(
                "select count(*) from event e join event_personal p on p.event_id = e.id and p.at = e.at"
                        + " where e.kind = 'sign-in' and e.outcome = 'denied' and p.address = ?",
                address);
    }

    private int signIn(String from, String headers) throws IOException {
        String body = "{\"name\":\"" + Api.unique("nobody") + "\",\"secret\":\"a guess\"}";
        return post("/v1/sessions", body, from, headers);
    }

    /** RestAssured cannot choose the address it comes from. */
    private int post(String path, String body, String from, String headers) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), registry.getPort()), 5_000);
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
                                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                    + body)
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }
}
