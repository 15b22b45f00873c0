package dev.bale.registry.api.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.RegistryServers;
import dev.bale.registry.api.attempts.LimitAttempts;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.SessionRepository;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.narayana.jta.QuarkusTransaction;
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
import java.util.List;
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
    TokenKeys keys;

    @Inject
    LimitAttempts limitAttempts;

    @Inject
    RecordEvent recordEvent;

    @Inject
    Clock clock;

    @TempDir
    Path folder;

    private record Settings(
            Optional<Path> tokenKeyFile,
            Optional<List<Path>> previousTokenKeyFiles,
            Duration tokenKeyLead,
            Path secretFile,
            boolean createSecretFile,
            Duration accessTokenTtl,
            Duration sessionTtl,
            boolean local,
            String firstAdmin,
            Optional<Path> firstAdminSecretFile)
            implements AccountsConfig {}

    private Settings settings(Duration accessTokenTtl, boolean local) {
        return new Settings(
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                folder.resolve("secret"),
                true,
                accessTokenTtl,
                Duration.ofDays(30),
                local,
                "admin",
                Optional.empty());
    }

    @Test
    void without_local_accounts_even_the_right_secret_is_refused() {
        OpenSession openSession = new OpenSession(
                settings(Duration.ofMinutes(5), false), accounts, sessions, tokens, limitAttempts, recordEvent, clock);

        assertThatThrownBy(() -> openSession.open("admin", RegistryServers.ADMIN_SECRET, null))
                .isInstanceOf(Unauthenticated.class)
                .hasMessageContaining("no local accounts");
    }

    @Test
    void an_access_token_cannot_be_made_to_live_for_more_than_five_minutes() {
        Settings settings = settings(Duration.ofSeconds(301), true);

        assertThatThrownBy(() -> new AccessTokens(keys, settings, clock))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bale.accounts.access-token-ttl must be at most 5 minutes");
    }

    @Test
    void the_secret_that_seals_can_be_read_by_its_owner_alone() throws IOException {
        Settings settings = settings(Duration.ofMinutes(5), true);

        SecretBox box = new SecretBox(settings);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings.secretFile())))
                .isEqualTo("rw-------");
        assertThat(new SecretBox(settings).open("test", box.seal("test", new byte[] {7})))
                .hasValue(new byte[] {7});
    }

    @Test
    void a_secret_that_is_too_short_is_told_without_what_is_in_it() throws IOException {
        Settings settings = settings(Duration.ofMinutes(5), true);
        Files.writeString(settings.secretFile(), "not to be seen");

        assertThatThrownBy(() -> new SecretBox(settings))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(settings.secretFile().toString())
                .hasMessageNotContaining("not to be seen");
    }

    @Test
    void an_unknown_name_takes_as_long_as_a_wrong_secret() {
        String somebody = Api.unique("olga");
        QuarkusTransaction.requiringNew().run(() -> {
            long id = accounts.create(somebody, "person", false, Instant.now()).id();
            accounts.setSecret(id, BcryptUtil.bcryptHash("right"), Instant.now());
        });
        long known = quickest(somebody);
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
