package dev.bale.registry.api.attempts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Db;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Guessing is slow, for an account that exists and for one that does not alike. */
@QuarkusTest
class LimitAttemptsTest {
    @Inject
    AttemptsConfig config;

    @ConfigProperty(name = "test.url")
    URI registry;

    private static Response attempt(String name) {
        return Api.anonymous()
                .contentType("application/json")
                .body(Map.of("name", name, "secret", "a guess"))
                .post("/v1/sessions");
    }

    /** The statuses until the first 429, twice as many as are allowed at most: a window may end on the way. */
    private List<Integer> guess(String name) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i <= 2 * config.perAccount(); i++) {
            Response answer = attempt(name);
            statuses.add(answer.statusCode());
            if (answer.statusCode() == 429) {
                assertThat(answer.<String>path("type")).isEqualTo("/problems/too-many-requests");
                assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 61);
                break;
            }
        }
        return statuses;
    }

    @Test
    void after_some_guesses_an_account_is_closed_for_a_while_whether_it_exists_or_not() {
        String existing = Api.unique("frida");
        Api.newAccount(existing);

        List<Integer> atNobody = guess(Api.unique("nobody"));
        List<Integer> atSomebody = guess(existing);

        assertThat(atNobody).endsWith(401, 429);
        assertThat(atSomebody).endsWith(401, 429);
        assertThat(attempt(Api.unique("another")).statusCode())
                .as("other names are not concerned")
                .isEqualTo(401);
    }

    @Test
    void one_address_has_so_many_attempts_and_others_are_not_concerned() throws IOException {
        int refused = 0;
        for (int i = 0; i <= 2 * config.perAddress() && refused == 0; i++) {
            refused = refresh("127.0.0.77") == 429 ? i : 0;
        }

        assertThat(refused).isGreaterThanOrEqualTo(config.perAddress());
        assertThat(refresh("127.0.0.78")).isEqualTo(401);
        assertThat(refresh("127.0.0.77")).isEqualTo(429);
        assertThat(Db.count(
                        "select count(*) from event e join event_personal p on p.event_id = e.id"
                                + " where e.kind = 'attempts' and e.outcome = 'denied' and p.address = ?",
                        "127.0.0.77"))
                .as("one event a window, however many attempts")
                .isBetween(1L, 2L);
    }

    /** RestAssured cannot choose the address it comes from. */
    private int refresh(String from) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), registry.getPort()), 5_000);
            socket.setSoTimeout(10_000);
            String body = "{\"refresh_token\":\"a guess\"}";
            socket.getOutputStream()
                    .write(("POST /v1/sessions/refresh HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                    + body)
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }
}
