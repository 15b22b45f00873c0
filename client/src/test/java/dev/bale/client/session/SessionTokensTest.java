package dev.bale.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.TinyServer;
import dev.bale.client.http.Tokens;
import dev.bale.client.registry.SessionCalls;
import dev.bale.client.session.Credentials.SignedIn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTokensTest {
    private static final String REGISTRY = "http://registry";

    @TempDir
    private Path folder;

    private final AtomicInteger generation = new AtomicInteger();
    private final List<String> used = new CopyOnWriteArrayList<>();
    private final TinyServer server = new TinyServer(exchange -> {
        used.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        int next = generation.incrementAndGet();
        TinyServer.answer(
                exchange,
                200,
                "application/json",
                "{\"access_token\":\"access-" + next + "\",\"token_type\":\"Bearer\",\"expires_in\":600,"
                        + "\"refresh_token\":\"refresh-" + next
                        + "\",\"refresh_expires_at\":\"2030-01-01T00:00:00Z\",\"account\":\"ann\"}");
    });

    @AfterEach
    void stop() {
        server.close();
    }

    private SessionTokens tokens() {
        SessionCalls calls = new SessionCalls(
                new RegistryCalls(TinyServer.transport(), server.address(), Tokens.NONE, TinyServer.QUICK));
        return new SessionTokens(new CredentialsFile(folder), REGISTRY, calls, Clock.systemUTC());
    }

    private void signedIn(Instant accessExpiresAt) {
        SignedIn session =
                new SignedIn("ann", "access-0", accessExpiresAt, "refresh-0", Instant.parse("2030-01-01T00:00:00Z"));
        new CredentialsFile(folder).update(before -> before.with(REGISTRY, session, true));
    }

    @Test
    void a_living_token_is_used_as_it_is() {
        signedIn(Instant.now().plusSeconds(600));

        assertThat(tokens().current()).contains("access-0");
        assertThat(used).isEmpty();
    }

    @Test
    void a_token_about_to_die_is_renewed_before_it_is_sent() {
        signedIn(Instant.now().plusSeconds(5));

        assertThat(tokens().current()).contains("access-1");
        assertThat(new CredentialsFile(folder).read().of(REGISTRY).orElseThrow().refreshToken())
                .isEqualTo("refresh-1");
    }

    @Test
    void many_threads_and_several_clients_use_a_refresh_token_once() {
        signedIn(Instant.now().plusSeconds(600));
        List<SessionTokens> clients = List.of(tokens(), tokens(), tokens());

        boolean all = IntStream.range(0, 30)
                .parallel()
                .allMatch(i -> clients.get(i % 3).renew("access-0"));

        assertThat(all).isTrue();
        assertThat(used).containsExactly("{\"refresh_token\":\"refresh-0\"}");
        assertThat(clients).allSatisfy(client -> assertThat(client.current()).contains("access-1"));
    }

    @Test
    void without_a_session_there_is_nothing_to_send_and_nothing_to_renew() {
        assertThat(tokens().current()).isEmpty();
        assertThat(tokens().renew("anything")).isFalse();
    }
}
