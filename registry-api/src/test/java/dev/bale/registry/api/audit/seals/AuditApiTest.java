package dev.bale.registry.api.audit.seals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.manifest.audit.SealedEvent;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.DatabaseRoles;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Push;
import dev.bale.registry.api.audit.seals.SealEvents.Sealer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuditApiTest {
    private static final List<String> ADDRESSES = List.of(
            "/v1/audit/heads",
            "/v1/audit/heads/latest",
            "/v1/audit/keys",
            "/v1/audit/export",
            "/v1/audit/consistency?from=1&to=1");

    @Inject
    SealEvents sealEvents;

    @ConfigProperty(name = "bale.seals.key-file")
    Path keyFile;

    private final ObjectMapper json = new ObjectMapper();

    @BeforeEach
    void seal() {
        // Somebody signs in, and so there is an event.
        Api.admin();
        Sealer sealer = new Sealer("test", SealKey.read(keyFile, true), 10_000);
        DatabaseRoles.superuser("update seal_state set lease_until = null");
        while (sealEvents.run(sealer).behind()) {
            // There is more.
        }
    }

    private static Api auditor() {
        String name = Api.unique("auditor");
        Api.newAccount(name);
        Api.admin()
                .json(Map.of("auditor", true))
                .patch("/v1/accounts/" + name)
                .then()
                .statusCode(200);
        return Api.signedIn(name, Api.secretOf(name));
    }

    @Test
    void whoever_reads_of_it_has_an_event_and_each_export_has_its_own() {
        Api auditor = auditor();
        for (String address : List.of(
                "/v1/audit/heads/latest",
                "/v1/audit/consistency?from=1&to=1",
                "/v1/audit/events/"
                        + Db.query("select min(event_id) from event_leaf", row -> row.getString(1))
                                .getFirst() + "/proof",
                "/v1/audit/export",
                "/v1/audit/export")) {
            String request =
                    auditor.as().get(address).then().statusCode(200).extract().header("X-Request-Id");
            assertThat(Db.query("select kind from event where request_id = ?", row -> row.getString(1), request))
                    .as(address)
                    .contains("audit-read");
        }
    }

    private List<JsonNode> export(Api api) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : api.as()
                .get("/v1/audit/export")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .toList()) {
            lines.add(json.readTree(line));
        }
        return lines;
    }

    @Test
    void administrators_and_auditors_read_it_by_session_or_by_a_token_that_reads_and_nobody_else_does() {
        Api auditor = auditor();
        for (Api who : List.of(Api.admin(), auditor, auditor.tokenWith(List.of("read"), List.of()))) {
            ADDRESSES.forEach(address -> who.as().get(address).then().statusCode(200));
        }
        for (Api who : List.of(
                Api.newAccount(Api.unique("reader")),
                auditor.tokenWith(List.of("read"), List.of("team/*")),
                auditor.tokenWith(List.of("namespace-admin"), List.of()))) {
            ADDRESSES.forEach(address ->
                    who.as().get(address).then().statusCode(403).body("type", equalTo("/problems/forbidden")));
        }
    }

    @Test
    void an_auditor_erases_nobody_and_neither_does_a_token() {
        for (Api who : List.of(auditor(), Api.admin().tokenWith(List.of("write"), List.of()))) {
            who.json(Map.of("account", "admin"))
                    .post("/v1/audit/erasures")
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void an_export_has_every_event_its_leaf_and_its_personal_fields_and_ends_with_the_newest_head() throws IOException {
        String owner = Api.unique("exported");
        Push.publish(Api.newAccount(owner), owner + "/data", new Content().file("a", Api.unique("alpha")));
        List<JsonNode> unsealed = export(Api.admin());
        assertThat(unsealed)
                .anyMatch(line ->
                        !line.has("leaf") && line.at("/personal/name").asText().equals(owner));
        seal();

        List<JsonNode> lines = export(Api.admin());

        assertThat(lines.getFirst().get("bale_audit_export").asInt()).isOne();
        assertThat(lines.getLast().get("end"))
                .isEqualTo(json.readTree(
                        Api.admin().as().get("/v1/audit/heads/latest").asString()));
        List<JsonNode> mine = lines.stream()
                .filter(line -> line.at("/personal/name").asText().equals(owner))
                .toList();
        assertThat(mine).hasSizeGreaterThanOrEqualTo(2).allSatisfy(line -> {
            assertThat(line.get("hash").asText())
                    .isEqualTo(SealedEvent.leaf(json.writeValueAsString(line.get("event")))
                            .toString());
            byte[] key = HexFormat.of().parseHex(line.at("/personal/key").asText());
            assertThat(line.at("/event/name_mac").asText())
                    .isEqualTo(HexFormat.of().formatHex(SealedEvent.mac(key, "name", owner)));
        });
        long next = 0;
        for (JsonNode line : lines) {
            if (line.has("leaf")) {
                assertThat(line.get("leaf").asLong()).isEqualTo(next++);
            } else if (line.has("head")) {
                assertThat(line.at("/head/size").asLong()).isEqualTo(next);
            }
        }
        assertThat(lines.getLast().at("/end/size").asLong()).isEqualTo(next);
    }

    @Test
    void heads_are_listed_in_parts() {
        Response first = Api.admin().as().get("/v1/audit/heads?limit=1");
        assertThat(first.<Integer>path("heads[0].number")).isZero();
        String next = first.path("next");
        if (next != null) {
            assertThat(Api.admin()
                            .as()
                            .get("/v1/audit/heads?limit=1000&after=" + next)
                            .<Integer>path("heads[0].number"))
                    .isOne();
        }
        assertThat(Api.admin().as().get("/v1/audit/heads?after=999999999").<List<?>>path("heads"))
                .isEmpty();
    }

    @Test
    void numbers_that_are_none_and_ranges_that_are_too_large_are_refused_with_a_clear_error() {
        for (String address : List.of(
                "/v1/audit/heads?after=-1",
                "/v1/audit/heads?after=x",
                "/v1/audit/heads?after=99999999999999999999",
                "/v1/audit/heads?limit=0",
                "/v1/audit/heads?limit=100000",
                "/v1/audit/heads?limit=many",
                "/v1/audit/events/x/proof",
                "/v1/audit/events/-1/proof",
                "/v1/audit/events/1.5/proof",
                "/v1/audit/events/99999999999999999999/proof",
                "/v1/audit/consistency",
                "/v1/audit/consistency?from=1",
                "/v1/audit/consistency?from=0&to=1",
                "/v1/audit/consistency?from=2&to=1",
                "/v1/audit/consistency?from=1&to=999999999999999999",
                "/v1/audit/consistency?from=1&to=9223372036854775807",
                "/v1/audit/consistency?from=%00&to=1")) {
            Api.admin()
                    .as()
                    .urlEncodingEnabled(false)
                    .get(address)
                    .then()
                    .statusCode(400)
                    .body("type", equalTo("/problems/invalid-request"));
        }
        for (String address : List.of("/v1/audit/events/999999999999999999/proof", "/v1/audit/events/0/proof")) {
            Api.admin().as().get(address).then().statusCode(404).body("type", equalTo("/problems/not-found"));
        }
        for (String body : List.of(
                "{}",
                "[]",
                "{\"account\":\"\"}",
                "{\"account\":\"a\",\"after\":-1}",
                "{\"account\":\"a\",\"after\":1e30}",
                "{\"account\":\"" + "a".repeat(300) + "\"}",
                "{\"account\":\"a\",\"all\":true}")) {
            Api.admin()
                    .as()
                    .contentType(ContentType.JSON)
                    .body(body)
                    .post("/v1/audit/erasures")
                    .then()
                    .statusCode(400);
        }
        Api.admin()
                .json(Map.of("account", "nobody-of-that-name"))
                .post("/v1/audit/erasures")
                .then()
                .statusCode(404);
    }

    @Test
    void erasing_takes_the_personal_fields_of_one_account_in_parts_and_is_an_event() throws IOException {
        String gone = Api.unique("gone");
        String other = Api.unique("other");
        for (String name : List.of(gone, other)) {
            Push.publish(Api.newAccount(name), name + "/data", new Content().file("a", Api.unique("alpha")));
        }
        long account = Db.count("select id from account where name = ?", gone);
        // More than one request takes; all of one moment, as a migration would bring them.
        DatabaseRoles.superuser("""
                with many as (
                    insert into event (id, at, kind, outcome, account_id)
                    select nextval('event_id_seq'), now(), 'erase-many', 'ok', %d from generate_series(1, 21000) returning id, at
                )
                insert into event_personal (event_id, at, key, name) select id, at, '\\x00', '%s' from many
                """.formatted(account, gone));
        seal();
        assertThat(AuditLine.by(gone)).hasSizeGreaterThan(21_000);

        Response first = Api.admin()
                .json(Map.of("account", gone))
                .post("/v1/audit/erasures")
                .then()
                .statusCode(200)
                .extract()
                .response();
        assertThat(first.<Integer>path("erased")).isEqualTo(20_000);
        long next = ((Number) first.path("next")).longValue();
        Response second = Api.admin()
                .json(Map.of("account", gone, "after", next))
                .post("/v1/audit/erasures")
                .then()
                .statusCode(200)
                .extract()
                .response();

        assertThat(second.<Integer>path("erased")).isGreaterThan(1_000);
        assertThat(second.<Object>path("next")).isNull();
        assertThat(AuditLine.by(gone)).isEmpty();
        assertThat(AuditLine.by(other)).isNotEmpty();
        assertThat(Db.count(
                        "select count(*) from event where kind = 'personal-erase' and detail = ?",
                        "{\"account\":" + account + "}"))
                .isEqualTo(2);
        seal();
        assertThat(export(Api.admin())).anySatisfy(line -> {
            assertThat(line.at("/event/account_id").asLong()).isEqualTo(account);
            assertThat(line.at("/event").has("name_mac")).isTrue();
            assertThat(line.has("personal")).isFalse();
        });
    }

    @Test
    void a_reader_who_stops_reading_holds_no_transaction() throws Exception {
        DatabaseRoles.superuser("""
                insert into event (id, at, kind, outcome, detail)
                select nextval('event_id_seq'), now(), 'export-many', 'ok', repeat('x', 1000) from generate_series(1, 8000)
                """);
        seal();
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(8 << 10);
            socket.connect(new java.net.InetSocketAddress(InetAddress.getByName("localhost"), RestAssured.port));
            OutputStream request = socket.getOutputStream();
            request.write(("GET /v1/audit/export HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + Api.admin().token() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(100), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200");
            // It runs into the full buffers and stands.
            Thread.sleep(2_000);
            Instant end = Instant.now().plusSeconds(3);
            while (Instant.now().isBefore(end)) {
                assertThat(Db.count(
                                "select count(*) from pg_stat_activity where usename = ? and pid <> pg_backend_pid() and xact_start is not null",
                                DatabaseRoles.SERVICE))
                        .isZero();
                Thread.sleep(100);
            }
            Api.admin().as().get("/v1/audit/heads/latest").then().statusCode(200);
        }
    }
}
