package dev.bale.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.client.ClientException;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.TinyServer;
import dev.bale.client.http.Tokens;
import dev.bale.client.registry.DeviceLogin;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceSignInTest {
    private static final DeviceLogin LOGIN = new DeviceLogin(
            "the device code", "BDFG-HJKL", "http://127.0.0.1/device", "http://127.0.0.1/device?code=BDFG-HJKL", 60, 0);

    @TempDir
    private Path folder;

    private final Deque<String> problems = new ArrayDeque<>();
    private final TinyServer server = new TinyServer(exchange -> {
        String problem = problems.poll();
        if (problem == null) {
            TinyServer.answer(
                    exchange,
                    200,
                    "application/json",
                    "{\"access_token\":\"access\",\"token_type\":\"Bearer\",\"expires_in\":300,\"refresh_token\":"
                            + "\"refresh\",\"refresh_expires_at\":\"2030-01-01T00:00:00Z\",\"account\":\"ann\"}");
        } else {
            TinyServer.problem(exchange, 400, problem);
        }
    });

    @AfterEach
    void stop() {
        server.close();
    }

    private RegistryCalls calls() {
        return new RegistryCalls(TinyServer.transport(), server.address(), Tokens.NONE, TinyServer.QUICK);
    }

    private DeviceSignIn deviceSignIn() {
        return new DeviceSignIn(new SignIn(new CredentialsFile(folder), Clock.systemUTC()), Clock.systemUTC());
    }

    @Test
    void it_asks_until_the_code_is_confirmed_and_keeps_the_session() {
        problems.addAll(List.of("authorization-pending", "authorization-pending"));

        assertThat(deviceSignIn().await(calls(), LOGIN)).isEqualTo("ann");

        assertThat(server.requests()).hasSize(3);
        Credentials kept = new CredentialsFile(folder).read();
        assertThat(kept.current()).isEqualTo(server.address().toString());
        assertThat(kept.of(server.address().toString()).orElseThrow().refreshToken())
                .isEqualTo("refresh");
    }

    @Test
    void a_refusal_ends_the_waiting_and_keeps_nothing() {
        problems.addAll(List.of("authorization-pending", "login-denied"));

        assertThatThrownBy(() -> deviceSignIn().await(calls(), LOGIN))
                .isInstanceOfSatisfying(
                        ClientException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ClientException.Kind.DENIED))
                .hasMessageContaining("The detail of login-denied");
        assertThat(new CredentialsFile(folder).read()).isEqualTo(Credentials.NONE);
    }

    @Test
    void nobody_waits_longer_than_the_code_lives() {
        problems.addAll(List.of("authorization-pending", "authorization-pending"));
        DeviceLogin dead =
                new DeviceLogin("the device code", "BDFG-HJKL", "http://127.0.0.1", "http://127.0.0.1", -1, 0);

        assertThatThrownBy(() -> deviceSignIn().await(calls(), dead)).hasMessageContaining("in time");
    }

    @Test
    void an_api_token_is_kept_and_never_renewed() {
        CredentialsFile file = new CredentialsFile(folder);
        file.update(before -> before.with("http://registry", Credentials.SignedIn.byToken("ci", "bale_sat_x"), true));

        assertThat(file.read().of("http://registry").orElseThrow().renewable()).isFalse();
        SessionTokens tokens = new SessionTokens(
                file, "http://registry", new dev.bale.client.registry.SessionCalls(calls()), Clock.systemUTC());
        assertThat(tokens.current()).hasValue("bale_sat_x");
        assertThat(tokens.renew("bale_sat_x")).isFalse();
        assertThat(server.requests()).isEmpty();
    }
}
