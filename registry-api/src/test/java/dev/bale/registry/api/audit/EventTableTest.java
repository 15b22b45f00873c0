package dev.bale.registry.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Grants;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every operation of openapi.yaml writes the event that {@code src/test/resources/events.table} says, or stands there with the reason why it writes none. */
@QuarkusTest
class EventTableTest {
    private static final Path TABLE = Path.of("src/test/resources/events.table");

    private record Line(String operation, String kind, String test) {
        static Line of(String line) {
            String[] words = line.strip().split("\\s+", 3);
            return new Line(words[0], words[1], words.length == 3 ? words[2] : "");
        }
    }

    private final Map<String, Supplier<Response>> asks = new HashMap<>();
    private String owner;
    private Api owning;
    private String name;

    private static List<Line> table() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Line::of)
                .toList();
    }

    @Test
    void every_operation_has_a_line_and_every_line_an_operation() throws IOException {
        List<String> operations = new OpenAPIV3Parser()
                .read("../openapi.yaml").getPaths().values().stream()
                        .flatMap(item -> item.readOperations().stream())
                        .map(operation -> operation.getOperationId())
                        .sorted()
                        .toList();

        assertThat(table().stream().map(Line::operation)).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(table().stream().map(Line::operation).toList()))
                .containsExactlyElementsOf(operations);
        assertThat(table())
                .allSatisfy(line -> assertThat(line.kind().equals("none:"))
                        .as(line.operation())
                        .isEqualTo(line.test().contains(" ")));
    }

    @Test
    void what_another_test_asks_is_looked_for_there() throws IOException {
        for (Line line : table()) {
            if (line.test().endsWith("Test") && !line.kind().equals("none:")) {
                try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
                    Path source = files.filter(file -> file.endsWith(line.test() + ".java"))
                            .findAny()
                            .orElseThrow(() -> new AssertionError("no test " + line.test()));
                    assertThat(Files.readString(source)).as(line.test()).contains(line.kind());
                }
            }
        }
    }

    /** A new administrator, of whom nothing is remembered: what is told once a while is told for him. */
    private static Api fresh() {
        String admin = Api.unique("walker");
        Api api = Api.newAccount(admin);
        Api.admin()
                .json(Map.of("admin", true))
                .patch("/v1/accounts/" + admin)
                .then()
                .statusCode(200);
        return api;
    }

    private static Response get(String path) {
        return fresh().as().get(path);
    }

    private static Response post(Api api, String path, Object body) {
        return api.json(body).post(path);
    }

    private static String made(Response answer, String field) {
        return answer.then().statusCode(201).extract().path(field);
    }

    private static String team() {
        String team = Api.unique("team-");
        post(Api.admin(), "/v1/teams", Map.of("name", team)).then().statusCode(201);
        return team;
    }

    private static String account() {
        String account = Api.unique("person");
        Api.newAccount(account);
        return account;
    }

    private static String robot() {
        String robot = Api.unique("robot");
        post(Api.admin(), "/v1/service-accounts", Map.of("name", robot)).then().statusCode(201);
        return "/v1/service-accounts/" + robot + "/tokens";
    }

    private static final Map<String, Object> TOKEN =
            Map.of("name", "x", "scopes", List.of("read"), "expires_in_days", 1);

    @BeforeEach
    void how_each_is_asked() {
        owner = Api.unique("owner");
        owning = Api.newAccount(owner);
        name = owner + "/data";
        Push.publish(owning, name, new Content().file("a", Api.unique("alpha")).meta("a", "{\"k\":1}"));
        String at = "/v1/packages/" + name;
        String version = at + "/versions/latest";
        people();
        reads(at, version);
        changes(at);
        looks(at);
        teams();
        audit();
        withdrawals();
    }

    private void people() {
        asks.put(
                "openSession",
                () -> Api.anonymous()
                        .contentType("application/json")
                        .body(Map.of("name", owner, "secret", Api.secretOf(owner), "client", "tests"))
                        .post("/v1/sessions"));
        asks.put("endSession", () -> Api.newAccount(Api.unique("leaver")).as().delete("/v1/sessions/current"));
        asks.put("endSessionById", () -> {
            Api.session(owner, Api.secretOf(owner));
            String other = owning.as().get("/v1/sessions").path("sessions.find { !it.current }.id");
            return owning.as().delete("/v1/sessions/" + other);
        });
        asks.put("endSessionsOf", () -> Api.admin().as().delete("/v1/accounts/" + account() + "/sessions"));
        asks.put("makeToken", () -> post(owning, "/v1/tokens", TOKEN));
        asks.put(
                "revokeToken", () -> owning.as().delete("/v1/tokens/" + made(post(owning, "/v1/tokens", TOKEN), "id")));
        asks.put(
                "makeServiceAccount",
                () -> post(Api.admin(), "/v1/service-accounts", Map.of("name", Api.unique("robot"))));
        asks.put("makeServiceAccountToken", () -> post(Api.admin(), robot(), TOKEN));
        asks.put("revokeServiceAccountToken", () -> {
            String tokens = robot();
            return Api.admin().as().delete(tokens + "/" + made(post(Api.admin(), tokens, TOKEN), "id"));
        });
        asks.put(
                "changeAccount", () -> Api.admin().json(Map.of("auditor", true)).patch("/v1/accounts/" + account()));
    }

    private void reads(String at, String version) {
        asks.put("resolveVersion", () -> get(version));
        asks.put("readPages", () -> post(fresh(), version + "/pages", Map.of("positions", List.of(""))));
        asks.put("listEntries", () -> get(version + "/entries"));
        asks.put("readMetadata", () -> get(version + "/metadata"));
        asks.put("getPackage", () -> get(at));
        asks.put("getUsage", () -> get(at + "/usage"));
        asks.put("listLog", () -> get(at + "/log"));
        asks.put("listTags", () -> get(at + "/tags"));
        asks.put("listPackages", () -> get("/v1/packages"));
        asks.put("handOut", () -> post(owning, version + "/hand-outs", Map.of("entries", List.of(List.of(0, 1)))));
        asks.put("getFile", () -> owning.as().redirects().follow(false).get(version + "/files/a"));
    }

    private void changes(String at) {
        asks.put(
                "commitPush",
                () -> Push.of(owning, owner + "/more", new Content().file("a", Api.unique("b")))
                        .uploaded(Map.of())
                        .commit()
                        .extract()
                        .response());
        asks.put("abortPush", () -> {
            Push push = Push.of(owning, owner + "/more", new Content().file("a", Api.unique("b")));
            push.open().statusCode(201);
            return owning.as().delete(push.address());
        });
        asks.put(
                "changePackage",
                () -> owning.json(Map.of("description", "what it is")).patch(at));
        asks.put("setTag", () -> owning.json(Map.of("reference", "latest")).put(at + "/tags/one"));
        asks.put("deleteTag", () -> {
            owning.json(Map.of("reference", "latest"))
                    .put(at + "/tags/two")
                    .then()
                    .statusCode(200);
            return owning.as().delete(at + "/tags/two");
        });
        asks.put("renamePackage", () -> post(owning, renamable() + "/rename", Map.of("name", Api.unique("new"))));
        asks.put("transferPackage", () -> post(Api.admin(), renamable() + "/transfer", Map.of("namespace", team())));
        asks.put("removeRedirect", () -> {
            String before = renamable();
            post(owning, before + "/rename", Map.of("name", Api.unique("new")))
                    .then()
                    .statusCode(200);
            return owning.as().delete(before + "/redirect");
        });
        asks.put(
                "grantOnPackage",
                () -> post(owning, at + "/access", Map.of("principal", "account:" + account(), "role", "reader")));
        asks.put(
                "grantOnNamespace",
                () -> post(
                        owning,
                        "/v1/namespaces/" + owner + "/access",
                        Map.of("principal", "account:" + account(), "role", "reader")));
        asks.put(
                "revokeGrant",
                () -> owning.as().delete("/v1/access/" + Grants.grant(owning, name, "account:" + account(), "reader")));
        asks.put("revokeGrants", () -> {
            String leaver = account();
            Grants.grant(owning, name, "account:" + leaver, "reader");
            return post(Api.admin(), "/v1/access/revocations", Map.of("principal", "account:" + leaver));
        });
        asks.put("testStore", () -> Api.admin().as().post("/v1/stores/default/self-test"));
        asks.put(
                "allowInPlace",
                () -> Api.admin().as().queryParam("prefix", "t/").put(inPlace()));
        asks.put("withdrawInPlace", () -> {
            Api.admin().as().queryParam("prefix", "u/").put(inPlace()).then().statusCode(200);
            return Api.admin().as().queryParam("prefix", "u/").delete(inPlace());
        });
    }

    private String inPlace() {
        return "/v1/namespaces/" + owner + "/in-place/lake";
    }

    private String renamable() {
        String full = owner + "/" + Api.unique("old");
        Push.publish(owning, full, new Content().file("a", Api.unique("alpha")));
        return "/v1/packages/" + full;
    }

    private void looks(String at) {
        Map.ofEntries(
                        Map.entry("listAccounts", "/v1/accounts"),
                        Map.entry("getAccount", "/v1/accounts/" + owner),
                        Map.entry("listSessionsOf", "/v1/accounts/" + owner + "/sessions"),
                        Map.entry("listServiceAccounts", "/v1/service-accounts"),
                        Map.entry("listKeys", "/v1/keys"),
                        Map.entry("listStores", "/v1/stores"),
                        Map.entry("listInPlace", "/v1/namespaces/" + owner + "/in-place"),
                        Map.entry("listTeams", "/v1/teams"),
                        Map.entry("listNamespaces", "/v1/namespaces"),
                        Map.entry("getNamespace", "/v1/namespaces/" + owner),
                        Map.entry("listPackageGrants", at + "/access"),
                        Map.entry("listNamespaceGrants", "/v1/namespaces/" + owner + "/access"),
                        Map.entry("listGrantsOf", "/v1/access?principal=account:" + owner),
                        Map.entry("explainAccess", at + "/access/explain?principal=" + owner),
                        Map.entry("listReaders", at + "/access/readers"))
                .forEach((operation, path) -> asks.put(operation, () -> get(path)));
        asks.put("listServiceAccountTokens", () -> get(robot()));
        asks.put("getTeam", () -> get("/v1/teams/" + team()));
        asks.put("listMembers", () -> get("/v1/teams/" + team() + "/members"));
        asks.put(
                "whatIf",
                () -> post(
                        fresh(),
                        at + "/access/what-if",
                        Map.of("revoke", List.of(Grants.grant(owning, name, "account:" + account(), "reader")))));
    }

    private void teams() {
        asks.put("makeTeam", () -> post(Api.admin(), "/v1/teams", Map.of("name", Api.unique("team-"))));
        asks.put(
                "changeTeam",
                () -> Api.admin()
                        .json(Map.of("provider_group", Api.unique("group")))
                        .patch("/v1/teams/" + team()));
        asks.put("endTeam", () -> Api.admin().as().delete("/v1/teams/" + team()));
        asks.put("addMember", () -> Api.admin().as().put("/v1/teams/" + team() + "/members/" + owner));
        asks.put("removeMember", () -> {
            String member = "/v1/teams/" + team() + "/members/" + owner;
            Api.admin().as().put(member).then().statusCode(200);
            return Api.admin().as().delete(member);
        });
        asks.put("setQuota", () -> Api.admin().json(Map.of("bytes", 1)).put("/v1/namespaces/" + team() + "/quota"));
        asks.put("clearQuota", () -> {
            String quota = "/v1/namespaces/" + team() + "/quota";
            Api.admin().json(Map.of("bytes", 1)).put(quota).then().statusCode(200);
            return Api.admin().as().delete(quota);
        });
        asks.put(
                "renameNamespace",
                () -> post(
                        Api.admin(), "/v1/namespaces/" + team() + "/rename", Map.of("name", Api.unique("renamed-"))));
        asks.put(
                "transferNamespace",
                () -> post(Api.admin(), "/v1/namespaces/" + team() + "/transfer", Map.of("to", owner)));
    }

    private void audit() {
        asks.put("listEvents", () -> get("/v1/audit/events"));
        asks.put("getEvent", () -> get("/v1/audit/events/" + newest()));
        String bytes = "/v1/audit/fragments/sha256:" + "0".repeat(64);
        asks.put("traceFragment", () -> get(bytes));
        asks.put("listPlaces", () -> get(bytes + "/places"));
        asks.put("listPeople", () -> get(bytes + "/people"));
        asks.put("findHandOuts", () -> post(fresh(), "/v1/audit/hand-outs", Map.of("events", List.of("1"))));
        asks.put("listHandOuts", () -> get("/v1/audit/hand-outs?from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00Z"));
        asks.put("listWebhooks", () -> get("/v1/audit/webhooks"));
        asks.put(
                "removeWebhook",
                () -> Api.admin()
                        .as()
                        .delete("/v1/audit/webhooks/"
                                + made(
                                        post(
                                                Api.admin(),
                                                "/v1/audit/webhooks",
                                                Map.of("url", "https://192.0.2.1/receive")),
                                        "webhook.id")));
        asks.put("listHeads", () -> get("/v1/audit/heads"));
        asks.put("listSealKeys", () -> get("/v1/audit/keys"));
        asks.put("exportAudit", () -> get("/v1/audit/export"));
        asks.put("eraseAudit", () -> post(Api.admin(), "/v1/audit/erasures", Map.of("account", account())));
    }

    private void withdrawals() {
        Map<String, String> entry = Map.of("package", name, "version", "latest", "path", "a");
        Map<String, Object> wanted = Map.of("what", entry, "reason", "They are somebody's", "ticket", "T-1");
        asks.put("withdraw", () -> post(Api.admin(), "/v1/withdrawals", wanted));
        asks.put("previewWithdrawal", () -> post(fresh(), "/v1/withdrawals/preview", entry));
        asks.put("listWithdrawals", () -> get("/v1/withdrawals"));
        asks.put("getWithdrawal", () -> get(withdrawn()));
        asks.put("listHolders", () -> get(withdrawn() + "/recalls"));
        asks.put("exportHolders", () -> get(withdrawn() + "/recalls.csv"));
        asks.put("liftWithdrawal", () -> Api.admin().as().post(withdrawn() + "/lift"));
    }

    /** Where a withdrawal of something that nobody else has is. */
    private String withdrawn() {
        String full = owner + "/" + Api.unique("withdrawn");
        Push.publish(owning, full, new Content().file("a", Api.unique("alpha")));
        Map<String, String> entry = Map.of("package", full, "version", "latest", "path", "a");
        return "/v1/withdrawals/"
                + post(
                                Api.admin(),
                                "/v1/withdrawals",
                                Map.of("what", entry, "reason", "They are somebody's", "ticket", "T-2"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("withdrawal.withdrawal");
    }

    private static String newest() {
        return Db.query("select max(id) from event", row -> row.getString(1)).getFirst();
    }

    @Test
    void each_writes_its_event() throws IOException {
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        Instant signedIn = Instant.now();
        for (Line line : table()) {
            if (line.kind().equals("none:") || !line.test().isEmpty()) {
                continue;
            }
            Supplier<Response> ask = asks.get(line.operation());
            if (ask == null) {
                wrong.add(line.operation() + ": nobody asks it");
                continue;
            }
            asked++;
            if (Duration.between(signedIn, Instant.now()).toMinutes() >= 2) {
                // Tokens live for minutes, and this may take as long.
                owning = Api.signedIn(owner, Api.secretOf(owner));
                signedIn = Instant.now();
            }
            Response answer = ask.get();
            String request = answer.header("X-Request-Id");
            List<String> kinds =
                    Db.query("select kind from event where request_id = ?", row -> row.getString(1), request);
            if (answer.statusCode() >= 400) {
                wrong.add(line.operation() + ": " + answer.statusCode() + " " + answer.asString());
            } else if (!kinds.contains(line.kind())) {
                wrong.add(line.operation() + ": " + kinds + " instead of " + line.kind());
            }
        }
        System.out.println("event table: asked " + asked + ", wrong " + wrong.size());
        assertThat(wrong).isEmpty();
    }
}
