package dev.bale.client.http;

import static dev.bale.client.http.TinyServer.answer;
import static dev.bale.client.http.TinyServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.bale.client.ClientException;
import dev.bale.client.http.RegistryCalls.Call;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class RegistryCallsTest {
    private static RegistryCalls calls(TinyServer server, Tokens tokens) {
        return new RegistryCalls(TinyServer.transport(), server.address(), tokens, TinyServer.QUICK);
    }

    @Test
    void a_call_that_meets_a_busy_registry_is_repeated_until_it_answers() {
        AtomicInteger count = new AtomicInteger();
        try (TinyServer server = new TinyServer(exchange -> {
            if (count.incrementAndGet() < 3) {
                problem(exchange, 503, "unavailable");
            } else {
                answer(exchange, 200, "application/json", "{\"a\":1}");
            }
        })) {
            Map<?, ?> answer = calls(server, Tokens.NONE).call(Call.get("/v1"), Map.class);

            assertThat(answer.get("a")).isEqualTo(1);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void the_wish_of_the_registry_for_a_pause_is_heard() {
        AtomicInteger count = new AtomicInteger();
        try (TinyServer server = new TinyServer(exchange -> {
            if (count.incrementAndGet() == 1) {
                exchange.getResponseHeaders().set("Retry-After", "0");
                problem(exchange, 429, "too-many-requests");
            } else {
                answer(exchange, 200, "application/json", "{}");
            }
        })) {
            calls(server, Tokens.NONE).call(Call.get("/v1"), Map.class);

            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void a_refusal_is_not_repeated_and_tells_type_status_and_detail() {
        try (TinyServer server = new TinyServer(exchange -> problem(exchange, 409, "parent-moved"))) {
            assertThatThrownBy(() -> calls(server, Tokens.NONE).call(Call.get("/v1/x"), Map.class))
                    .hasMessage("The detail of parent-moved")
                    .asInstanceOf(type(RegistryProblem.class))
                    .satisfies(problem -> {
                        assertThat(problem.status()).isEqualTo(409);
                        assertThat(problem.type()).isEqualTo("parent-moved");
                        assertThat(problem.kind()).isEqualTo(ClientException.Kind.CONFLICT);
                        assertThat(problem.text("current")).isEqualTo(Optional.of("sha256:abc"));
                    });
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_call_that_must_not_be_sent_twice_is_not() {
        try (TinyServer server = new TinyServer(exchange -> problem(exchange, 503, "unavailable"))) {
            assertThatThrownBy(() -> calls(server, Tokens.NONE)
                            .call(Call.json("POST", "/v1/sessions", Map.of()).once(), Map.class))
                    .isInstanceOf(RegistryProblem.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void an_answer_that_is_no_problem_document_is_told_by_its_status() {
        try (TinyServer server = new TinyServer(exchange -> answer(exchange, 418, "text/html", "<h1>proxy</h1>"))) {
            assertThatThrownBy(() -> calls(server, Tokens.NONE).call(Call.get("/v1"), Map.class))
                    .hasMessageContaining("418");
        }
    }

    @Test
    void a_registry_that_is_not_there_is_told_with_its_address() {
        RegistryCalls calls = new RegistryCalls(
                TinyServer.transport(), URI.create("http://127.0.0.1:1"), Tokens.NONE, TinyServer.QUICK);

        assertThatThrownBy(() -> calls.call(Call.get("/v1"), Map.class))
                .hasMessageContaining("http://127.0.0.1:1")
                .asInstanceOf(type(ClientException.class))
                .extracting(ClientException::kind)
                .isEqualTo(ClientException.Kind.UNAVAILABLE);
    }

    @Test
    void a_redirect_is_not_followed_and_the_bearer_stays_with_the_registry() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (TinyServer other = new TinyServer(exchange -> {
                    seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                    answer(exchange, 200, "application/json", "{}");
                });
                TinyServer server = new TinyServer(exchange -> {
                    exchange.getResponseHeaders().set("Location", other.address() + "/v1");
                    answer(exchange, 302, "text/plain", "");
                })) {
            assertThatThrownBy(() -> calls(server, Tokens.fixed("secret")).call(Call.get("/v1"), Map.class))
                    .isInstanceOf(RegistryProblem.class)
                    .hasMessageNotContaining("secret");
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void a_refused_token_is_renewed_once_and_the_call_repeated() {
        List<String> bearers = new CopyOnWriteArrayList<>();
        try (TinyServer server = new TinyServer(exchange -> {
            String bearer = exchange.getRequestHeaders().getFirst("Authorization");
            bearers.add(bearer);
            if (bearer.equals("Bearer new")) {
                answer(exchange, 200, "application/json", "{}");
            } else {
                problem(exchange, 401, "token-expired");
            }
        })) {
            calls(server, new OldThenNew()).call(Call.get("/v1"), Map.class);

            assertThat(bearers).containsExactly("Bearer old", "Bearer new");
        }
    }

    @Test
    void a_token_that_cannot_be_renewed_ends_in_a_denial() {
        try (TinyServer server = new TinyServer(exchange -> problem(exchange, 401, "unauthenticated"))) {
            assertThatThrownBy(() -> calls(server, Tokens.fixed("t")).call(Call.get("/v1"), Map.class))
                    .asInstanceOf(type(ClientException.class))
                    .extracting(ClientException::kind)
                    .isEqualTo(ClientException.Kind.DENIED);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void large_bodies_are_compressed_and_counted_as_sent() {
        byte[] body = new byte[100_000];
        try (TinyServer server = new TinyServer(exchange -> {
            byte[] received = new GZIPInputStream(exchange.getRequestBody()).readAllBytes();
            answer(exchange, 200, "application/json", "{\"length\":" + received.length + "}");
        })) {
            RegistryCalls calls = calls(server, Tokens.NONE);

            Map<?, ?> answer =
                    calls.call(new Call("POST", "/v1/x", Map.of(), body, "application/octet-stream", true), Map.class);

            assertThat(answer.get("length")).isEqualTo(100_000);
            assertThat(calls.sentBytes()).isBetween(1L, 10_000L);
        }
    }

    private static final class OldThenNew implements Tokens {
        private boolean renewed;

        @Override
        public Optional<String> current() {
            return Optional.of(renewed ? "new" : "old");
        }

        @Override
        public boolean renew(String refused) {
            renewed = true;
            return true;
        }
    }
}
