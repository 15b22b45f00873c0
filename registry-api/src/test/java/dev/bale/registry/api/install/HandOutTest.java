package dev.bale.registry.api.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.OpenTransaction;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promises 4 and 5: every byte handed out is accounted for, first, and nobody is handed anything after a revocation. */
@QuarkusTest
class HandOutTest {
    private static final DateTimeFormatter SIGNED_AT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @Inject
    FindVersion findVersion;

    @Inject
    HandOut handOut;

    private String reader;
    private Api asReader;
    private String name;
    private String topHash;

    @BeforeEach
    void a_version_of_four_files() {
        reader = Api.unique("reader");
        asReader = Api.newAccount(reader);
        name = reader + "/data";
        topHash = Push.publish(
                asReader,
                name,
                new Content()
                        .file("a", "alpha")
                        .file("b", "beta")
                        .file("c", "gamma")
                        .file("d", "delta"));
    }

    private ValidatableResponse handOut(Map<String, Object> request) {
        return asReader.json(request)
                .post("/v1/packages/" + name + "/versions/latest/hand-outs")
                .then();
    }

    private static List<List<Long>> pairs(long... bounds) {
        List<List<Long>> pairs = new ArrayList<>();
        for (int i = 0; i < bounds.length; i += 2) {
            pairs.add(List.of(bounds[i], bounds[i + 1]));
        }
        return pairs;
    }

    private AuditLine event() {
        return AuditLine.of(name).stream()
                .filter(line -> line.kind().equals("hand-out"))
                .reduce((first, second) -> {
                    throw new AssertionError("two hand-outs");
                })
                .orElseThrow();
    }

    private boolean handedOut() {
        return AuditLine.of(name).stream().anyMatch(line -> line.kind().equals("hand-out"));
    }

    private static Map<String, String> query(String url) {
        return Arrays.stream(URI.create(url).getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private void checkUrl(String url, AuditLine event, String text) {
        Map<String, String> query = query(url);
        assertThat(query).containsEntry("x-bale-event", Long.toString(event.id()));
        assertThat(query).containsEntry("X-Amz-Date", SIGNED_AT.format(event.at()));
        assertThat(query).containsEntry("X-Amz-Expires", "300");
        assertThat(Push.get(url).body()).asString().isEqualTo(text);
        assertThat(Push.get(url.replace("x-bale-event=" + event.id(), "x-bale-event=1"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void the_compact_form_carries_the_event_in_every_url() {
        JsonPath answer = handOut(Map.of("entries", pairs(0, 1, 2, 4)))
                .statusCode(200)
                .body("items", hasSize(3))
                .extract()
                .jsonPath();

        AuditLine event = event();
        assertThat(answer.getString("event")).isEqualTo(Long.toString(event.id()));
        assertThat(Instant.parse(answer.getString("expires_at")))
                .isEqualTo(event.at().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofMinutes(5)));
        List<String> texts = List.of("alpha", "gamma", "delta");
        for (int i = 0; i < 3; i++) {
            checkUrl(
                    answer.getString("base") + "/" + answer.getString("items[" + i + "].key") + "?"
                            + answer.getString("query") + "&X-Amz-Signature="
                            + answer.getString("items[" + i + "].signature"),
                    event,
                    texts.get(i));
        }
    }

    @Test
    void the_plain_form_carries_the_event_in_every_url() {
        List<JsonPath> lines = handOut(Map.of("entries", pairs(1, 3), "form", "plain"))
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString()
                .lines()
                .map(JsonPath::new)
                .toList();

        assertThat(lines.stream().map(line -> line.getString("path"))).containsExactly("b", "c");
        checkUrl(lines.get(0).getString("url"), event(), "beta");
        checkUrl(lines.get(1).getString("url"), event(), "gamma");
    }

    @Test
    void the_event_says_who_was_handed_what_from_where_under_which_grant() {
        asReader.json(Map.of("entries", pairs(0, 1, 2, 3), "purpose", "verify"))
                .header("User-Agent", "bale 0.1.0 \u001b[31m")
                .post("/v1/packages/" + name + "/versions/latest/hand-outs")
                .then()
                .statusCode(200);

        AuditLine event = event();
        assertThat(event.name()).isEqualTo(reader);
        assertThat(event.topHash()).isEqualTo(topHash);
        assertThat(event.ordinals()).containsExactly(0, 2);
        assertThat(event.all()).isFalse();
        assertThat(event.cached()).isEmpty();
        assertThat(event.entries()).isEqualTo(2);
        assertThat(event.outcome()).isEqualTo("ok");
        assertThat(event.grant()).startsWith("grant:");
        assertThat(event.credential()).startsWith("session:");
        assertThat(event.address()).isEqualTo("127.0.0.1");
        assertThat(event.program()).isEqualTo("bale 0.1.0 ?[31m");
        assertThat(event.detail()).isEqualTo("{\"purpose\":\"verify\"}");
        assertThat(event.at()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    void all_entries_are_recorded_as_all() {
        handOut(Map.of("entries", pairs(0, 4))).statusCode(200).body("items", hasSize(4));

        assertThat(event().all()).isTrue();
        assertThat(event().entries()).isEqualTo(4);
    }

    @Test
    void what_the_client_has_already_is_recorded_and_gets_no_url() {
        handOut(Map.of("entries", pairs(0, 1), "cached", pairs(1, 3)))
                .statusCode(200)
                .body("items", hasSize(1));

        assertThat(event().ordinals()).containsExactly(0);
        assertThat(event().cached()).containsExactly(1, 2);
        assertThat(event().entries()).isEqualTo(3);
    }

    @Test
    void an_install_from_the_cache_alone_is_recorded() {
        handOut(Map.of("cached", pairs(0, 4))).statusCode(200).body("items", empty());

        assertThat(event().cached()).containsExactly(0, 1, 2, 3);
        assertThat(event().ordinals()).isEmpty();
    }

    @Test
    void one_file_by_redirect_is_a_hand_out() {
        String location = asReader.as()
                .redirects()
                .follow(false)
                .get("/v1/packages/" + name + "/versions/latest/files/b")
                .then()
                .statusCode(302)
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .extract()
                .header("Location");

        assertThat(event().ordinals()).containsExactly(1);
        assertThat(event().detail()).isEqualTo("{\"purpose\":\"cat\"}");
        checkUrl(location, event(), "beta");
    }

    @Test
    void nobody_may_keep_an_answer_with_urls() {
        handOut(Map.of("entries", pairs(0, 1)))
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer");
    }

    @Test
    void ranges_that_are_none_are_refused_and_hand_out_nothing() {
        for (List<List<Long>> wrong : List.of(
                pairs(0, 5),
                pairs(2, 2),
                pairs(3, 1),
                pairs(0, 2, 1, 3),
                pairs(2, 3, 0, 1),
                pairs(-1, 1),
                pairs(Long.MAX_VALUE - 1, Long.MAX_VALUE),
                List.of(List.of(1L)),
                List.of(List.of(0L, 1L, 2L)))) {
            Problems.expect(handOut(Map.of("entries", wrong)), 400, "invalid-request");
            Problems.expect(handOut(Map.of("cached", wrong)), 400, "invalid-request");
        }
        for (Map<String, Long> wrong : List.of(
                Map.of("ordinal", 0L, "from", 1L, "to", 1L),
                Map.of("ordinal", 0L, "from", 1L, "to", 2L),
                Map.of("ordinal", 0L, "from", 0L, "to", 0L),
                Map.of("ordinal", 4L, "from", 0L, "to", 1L),
                Map.of("ordinal", Long.MAX_VALUE, "from", 0L, "to", 1L),
                Map.of("ordinal", -1L, "from", 0L, "to", 1L))) {
            Problems.expect(handOut(Map.of("fragments", wrong)), 400, "invalid-request");
        }
        Problems.expect(
                handOut(Map.of("entries", pairs(0, 1), "fragments", Map.of("ordinal", 0, "from", 0, "to", 1))),
                400,
                "invalid-request");
        Problems.expect(handOut(Map.of("form", "xml")), 400, "invalid-request");
        Problems.expect(handOut(Map.of("purpose", "curiosity")), 400, "invalid-request");

        assertThat(handedOut()).isFalse();
    }

    @Test
    void at_most_ten_thousand_entries_are_handed_out_at_once() {
        Content content = new Content();
        for (int i = 0; i < 10_001; i++) {
            content.file("f-%05d".formatted(i), "same");
        }
        String large = reader + "/large";
        Push.publish(asReader, large, content);
        String address = "/v1/packages/" + large + "/versions/latest/hand-outs";

        Problems.expect(
                        asReader.json(Map.of("entries", pairs(0, 10_001)))
                                .post(address)
                                .then(),
                        413,
                        "too-large")
                .body("detail", containsString("at most 10000 entries"));
        asReader.json(Map.of("entries", pairs(0, 5_000, 5_001, 10_001), "cached", pairs(0, 10_001)))
                .post(address)
                .then()
                .statusCode(200)
                .body("items", hasSize(10_000));

        AuditLine event = AuditLine.of(large).getLast();
        assertThat(event.ordinals()).hasSize(10_000).doesNotContain(5_000);
        assertThat(event.cached()).hasSize(10_001);
    }

    @Test
    void a_hand_out_under_way_waits_for_a_disabling_and_is_then_refused() throws Exception {
        OpenTransaction disabling = OpenTransaction.of("update account set disabled_at = now() where name = ?", reader);

        CompletableFuture<ValidatableResponse> answer = Background.start(() -> handOut(Map.of("entries", pairs(0, 1))));
        TimeUnit.MILLISECONDS.sleep(500);
        assertThat(answer).isNotDone();
        disabling.commit();

        Problems.expect(answer.join(), 401, "unauthenticated");
        assertThat(handedOut()).isFalse();
    }

    @Test
    void a_hand_out_looks_once_more_whether_package_and_version_may_be_read() {
        Principal principal = principal();
        FindVersion.Found found = findVersion.find(principal, reader, "data", "latest");
        HandOutRequest request = HandOutRequest.ofEntry(0, null, "install");

        Db.deleteVersion(topHash);
        assertThatThrownBy(() -> handOut.handOut(principal, found, request)).isInstanceOf(NotFound.class);
        Db.restoreVersion(topHash);
        Db.giveNamespace(reader, "admin");
        assertThatThrownBy(() -> handOut.handOut(principal, found, request)).isInstanceOf(NotFound.class);
        Db.giveNamespace(reader, reader);
        Db.disable(reader);
        assertThatThrownBy(() -> handOut.handOut(principal, found, request)).isInstanceOf(Unauthenticated.class);

        assertThat(handedOut()).isFalse();
    }

    private Principal principal() {
        long id = Db.count("select id from account where name = ?", reader);
        UUID session = Db.query(
                        "select id from session where account_id = ? order by created_at desc limit 1",
                        row -> row.getObject(1, UUID.class),
                        id)
                .getFirst();
        return Principal.bySession(id, reader, "person", false, false, session);
    }

    @Test
    void bytes_that_are_missing_from_the_store_are_said_to_be() {
        String gone = Api.unique("gone");
        Push.publish(asReader, reader + "/gone", new Content().file("a", gone));
        Db.update(
                "update location set state = 'missing' from hash h where h.id = hash_id and encode(h.sha256, 'hex') = ?",
                new Content()
                        .file("a", gone)
                        .fragments()
                        .keySet()
                        .iterator()
                        .next()
                        .hex());

        Problems.expect(
                asReader.json(Map.of("entries", pairs(0, 1)))
                        .post("/v1/packages/" + reader + "/gone/versions/latest/hand-outs")
                        .then(),
                503,
                "store-unavailable");
    }
}
