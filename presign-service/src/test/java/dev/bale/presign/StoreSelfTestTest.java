package dev.bale.presign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.embedded.S3Server;
import dev.bale.embedded.S3Settings;
import dev.bale.embedded.fault.Fault;
import dev.bale.embedded.fault.FaultProxy;
import dev.bale.embedded.fault.FaultRule;
import dev.bale.presign.ForgetfulStore.Forgotten;
import dev.bale.presign.SelfTestReport.Check;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSelfTestTest {
    private static S3Server server;

    @BeforeAll
    static void start() {
        server = S3Server.throwaway();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_store_that_refuses_everything_wrong_is_enforced_and_left_clean() {
        SelfTestReport report = selfTest(server, server.endpoint(), Clock.systemUTC());

        assertThat(report.checks()).allMatch(Check::passed).hasSizeGreaterThanOrEqualTo(15);
        assertThat(report.mode()).isEqualTo(StoreMode.ENFORCED);
        assertThat(report.skew().abs()).isLessThan(Duration.ofSeconds(2));
        try (ObjectStore store = new ObjectStore(Stores.settings(server), Stores.credentials(server))) {
            assertThat(store.list("", "")).isEmpty();
            assertThat(store.listMultipart("")).isEmpty();
        }
    }

    @Test
    void a_store_that_ignores_signatures_is_refused(@TempDir Path folder) {
        try (S3Server careless = S3Server.start(S3Settings.in(folder).withoutSignatureChecks())) {
            SelfTestReport report = selfTest(careless, careless.endpoint(), Clock.systemUTC());

            assertThat(report.mode()).isEqualTo(StoreMode.REFUSED);
            assertThat(failed(report))
                    .contains("a request without signature is refused", "a wrong signature is refused");
        }
    }

    @Test
    void a_store_that_compares_no_signatures_is_refused() throws Exception {
        try (ForgetfulStore forgetful = new ForgetfulStore(server, Forgotten.SIGNATURES)) {
            SelfTestReport report = selfTest(server, forgetful.endpoint(), Clock.systemUTC());

            assertThat(failed(report))
                    .contains(
                            "a wrong signature is refused",
                            "a URL does not open another key",
                            "a URL to read neither writes nor removes",
                            "a changed parameter is refused",
                            "an upload without the signed checksum is refused and not stored",
                            "an upload with another checksum is refused and not stored",
                            "an upload of another length is refused and not stored")
                    .doesNotContain("a request without signature is refused", "an expired URL is refused");
            assertThat(report.mode()).isEqualTo(StoreMode.REFUSED);
        }
    }

    @Test
    void a_store_whose_urls_never_die_is_refused() throws Exception {
        try (ForgetfulStore forgetful = new ForgetfulStore(server, Forgotten.EXPIRY)) {
            SelfTestReport report = selfTest(server, forgetful.endpoint(), Clock.systemUTC());

            assertThat(failed(report)).contains("an expired URL is refused").hasSize(3);
            assertThat(report.mode()).isEqualTo(StoreMode.REFUSED);
        }
    }

    @Test
    void a_store_that_ignores_checksums_is_in_verify_mode() throws Exception {
        try (ForgetfulStore forgetful = new ForgetfulStore(server, Forgotten.NOTHING_ELSE)) {
            SelfTestReport report = selfTest(server, forgetful.endpoint(), Clock.systemUTC());

            assertThat(failed(report))
                    .containsExactlyInAnyOrder(
                            "an upload of other bytes is refused and not stored",
                            "a part of other bytes is refused and not stored");
            assertThat(report.mode()).isEqualTo(StoreMode.VERIFY);
        }
    }

    @Test
    void a_store_whose_clock_is_off_is_refused() {
        for (int seconds : new int[] {-70, 70}) {
            Clock ours = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-seconds));

            SelfTestReport report = selfTest(server, server.endpoint(), ours);

            assertThat(report.mode()).isEqualTo(StoreMode.REFUSED);
            assertThat(report.skew()).isBetween(Duration.ofSeconds(seconds - 2), Duration.ofSeconds(seconds + 2));
            assertThat(report.checks().getFirst().passed()).isFalse();
        }
    }

    @Test
    void a_store_whose_clock_is_nearly_right_is_taken() {
        Clock ours = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(50));

        assertThat(selfTest(server, server.endpoint(), ours).mode()).isEqualTo(StoreMode.ENFORCED);
    }

    @Test
    void a_failure_of_the_store_is_not_taken_for_a_refusal() {
        try (FaultProxy broken = FaultProxy.before(server.endpoint())) {
            broken.inject(Fault.serverError(), FaultRule.on("PUT", "wrong-bytes"));

            assertThat(selfTest(server, broken.endpoint(), Clock.systemUTC()).mode())
                    .isEqualTo(StoreMode.VERIFY);
        }
    }

    @Test
    void a_store_that_is_down_is_said_so_at_once() {
        Instant start = Instant.now();

        assertThatThrownBy(() -> selfTest(server, URI.create("http://127.0.0.1:1"), Clock.systemUTC()))
                .isInstanceOf(StoreException.StoreUnavailable.class)
                .hasMessageContaining("does not answer at its public endpoint http://127.0.0.1:1")
                .hasMessageNotContaining("X-Amz");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void a_store_that_takes_connections_and_never_answers_is_given_up() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            Instant start = Instant.now();

            assertThatThrownBy(() -> selfTest(
                            server, URI.create("http://127.0.0.1:" + silent.getLocalPort()), Clock.systemUTC()))
                    .isInstanceOf(StoreException.StoreUnavailable.class);
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void a_store_says_whether_pages_of_the_web_ui_may_read_from_it_and_is_trusted_either_way() {
        String origin = "https://bale.example.org";
        try (S3Server open = S3Server.throwaway(List.of(origin))) {
            SelfTestReport read = selfTest(open, open.endpoint(), Clock.systemUTC(), Optional.of(origin));
            SelfTestReport other =
                    selfTest(open, open.endpoint(), Clock.systemUTC(), Optional.of("https://other.example.org"));

            assertThat(failed(read)).isEmpty();
            assertThat(read.checks())
                    .extracting(Check::name)
                    .contains("pages at https://bale.example.org may read what they are handed out");
            assertThat(failed(other))
                    .containsExactly("pages at https://other.example.org may read what they are handed out");
            assertThat(other.mode()).isEqualTo(StoreMode.ENFORCED);
        }
    }

    private static List<String> failed(SelfTestReport report) {
        return report.checks().stream()
                .filter(check -> !check.passed())
                .map(Check::name)
                .toList();
    }

    private static SelfTestReport selfTest(S3Server server, URI publicEndpoint, Clock clock) {
        return selfTest(server, publicEndpoint, clock, Optional.empty());
    }

    private static SelfTestReport selfTest(
            S3Server server, URI publicEndpoint, Clock clock, Optional<String> browserOrigin) {
        StoreSettings settings = Stores.settings(server, publicEndpoint);
        try (ObjectStore store = new ObjectStore(settings, Stores.credentials(server))) {
            return new StoreSelfTest(
                            new Presigner(settings, Stores.credentials(server)),
                            store,
                            clock,
                            browserOrigin,
                            Duration.ofSeconds(2))
                    .run();
        }
    }
}
