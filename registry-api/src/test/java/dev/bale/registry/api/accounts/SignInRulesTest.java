package dev.bale.registry.api.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.RegistryServers;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.SessionRepository;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What settings may not loosen, what an answer's time may not tell, and what no text form shows. */
@QuarkusTest
class SignInRulesTest {
    @Inject
    AccountRepository accounts;

    @Inject
    SessionRepository sessions;

    @Inject
    SessionTokens tokens;

    @Inject
    RecordEvent recordEvent;

    @Inject
    Clock clock;

    @TempDir
    Path folder;

    private record Settings(
            Path tokenKeyFile,
            boolean createTokenKey,
            Duration accessTokenTtl,
            Duration sessionTtl,
            boolean local,
            String firstAdmin,
            Optional<Path> firstAdminSecretFile)
            implements AccountsConfig {}

    private Settings settings(Duration accessTokenTtl, boolean local) {
        return new Settings(
                folder.resolve("token-key.pem"),
                true,
                accessTokenTtl,
                Duration.ofDays(30),
                local,
                "admin",
                Optional.empty());
    }

    @Test
    void without_local_accounts_even_the_right_secret_is_refused() {
        OpenSession openSession =
                new OpenSession(settings(Duration.ofMinutes(5), false), accounts, sessions, tokens, recordEvent, clock);

        assertThatThrownBy(() -> openSession.open("admin", RegistryServers.ADMIN_SECRET, null))
                .isInstanceOf(Unauthenticated.class)
                .hasMessageContaining("no local accounts");
    }

    @Test
    void an_access_token_cannot_be_made_to_live_for_more_than_five_minutes() {
        Settings settings = settings(Duration.ofSeconds(301), true);
        TokenKey key = new TokenKey(settings);

        assertThatThrownBy(() -> new AccessTokens(key, settings, clock))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bale.accounts.access-token-ttl must be at most 5 minutes");
    }

    @Test
    void the_key_that_signs_tokens_can_be_read_by_its_owner_alone() throws IOException {
        Settings settings = settings(Duration.ofMinutes(5), true);

        TokenKey key = new TokenKey(settings);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings.tokenKeyFile())))
                .isEqualTo("rw-------");
        assertThat(new TokenKey(settings).privateKey()).isEqualTo(key.privateKey());
    }

    @Test
    void a_file_that_is_no_key_is_told_without_what_is_in_it() throws IOException {
        Settings settings = settings(Duration.ofMinutes(5), true);
        Files.writeString(settings.tokenKeyFile(), "not to be seen");

        assertThatThrownBy(() -> new TokenKey(settings))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(settings.tokenKeyFile().toString())
                .hasMessageNotContaining("not to be seen");
    }

    @Test
    void an_unknown_name_takes_as_long_as_a_wrong_secret() {
        long known = quickest("admin");
        long unknown = quickest(Api.unique("nobody"));

        assertThat(unknown).isGreaterThan(known / 2);
    }

    /** Nanoseconds of the quickest of several sign-ins, which noise can only lengthen. */
    private static long quickest(String name) {
        return LongStream.range(0, 5)
                .map(i -> {
                    long before = System.nanoTime();
                    Api.anonymous()
                            .contentType(ContentType.JSON)
                            .body(Map.of("name", name, "secret", "wrong"))
                            .post("/v1/sessions")
                            .then()
                            .statusCode(401);
                    return System.nanoTime() - before;
                })
                .min()
                .orElseThrow();
    }

    @Test
    void a_token_longer_than_any_of_ours_is_not_even_parsed() {
        Problems.expect(Api.withToken("a".repeat(5_000)).as().get("/v1/whoami").then(), 401, "unauthenticated")
                .body("detail", containsString("must be a Bearer token"));
    }

    @Test
    void no_text_form_shows_a_secret() {
        assertThat(String.valueOf(new SessionsResource.SessionRequest("dora", "s3cret", null)))
                .contains("dora")
                .doesNotContain("s3cret");
        assertThat(String.valueOf(new SessionsResource.RefreshRequest("bale_rt_s3cret")))
                .doesNotContain("s3cret");
        assertThat(String.valueOf(new SessionView("s3cret", "Bearer", 300, "s3cret too", Instant.EPOCH, "dora")))
                .contains("dora")
                .doesNotContain("s3cret");
    }
}
