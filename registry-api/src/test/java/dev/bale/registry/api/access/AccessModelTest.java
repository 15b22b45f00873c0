package dev.bale.registry.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Grants;
import dev.bale.registry.api.Push;
import dev.bale.registry.api.access.AccessModel.Grant;
import dev.bale.registry.api.access.AccessModel.Member;
import dev.bale.registry.db.access.MembershipRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random grants, revokes, memberships, pushes and reads by many people against the service and {@link AccessModel}, decision by decision. A
 * failure names its seed: {@code -Dbale.model.seed=N} runs the same again, {@code -Dbale.model.steps=N} more of it.
 */
@QuarkusTest
class AccessModelTest {
    private static final List<String> PATHS = List.of("a/1", "a/b/2", "ab", "c/3", "d");
    private static final List<String> PREFIXES = List.of("a", "a/b", "ab", "c", "d", "none");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long seed = Long.getLong("bale.model.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AccessModel model = new AccessModel();
    private final Map<String, String> tokens = new TreeMap<>();
    private final List<String> teams = new ArrayList<>();
    private final List<String> packages = new ArrayList<>();
    private final String prefix = Api.unique("model");
    private long decisions;
    private int step;

    @Inject
    MembershipRepository memberships;

    private record Answer(int status, String body) {
        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }
    }

    @Test
    void the_service_decides_as_the_model_does() throws Exception {
        prepare();
        int steps = Integer.getInteger("bale.model.steps", 800);
        for (step = 0; step < steps; step++) {
            change();
            String account = pick(List.copyOf(tokens.keySet()));
            compareList(account);
            compareAdministration(account, pick(packages));
            for (int i = 0; i < 2; i++) {
                comparePaths(account, pick(packages));
                comparePublishing(pick(List.copyOf(tokens.keySet())), pick(packages));
            }
        }
        System.out.println(
                "access model: seed " + seed + ", steps " + steps + ", decisions " + decisions + ", different 0");
        assertThat(decisions).isGreaterThan(20L * steps);
    }

    /** Others count administrators, and list what is everyone's. */
    @AfterEach
    void nobody_stays_administrator_and_nothing_everyones() {
        Grants.closeToEveryone();
        model.admins.forEach(admin -> Db.update("update account set admin = false where name = ?", admin));
    }

    private void prepare() {
        for (int i = 0; i < 7; i++) {
            String account = prefix + "p" + i;
            Api api = Api.newAccount(account);
            tokens.put(account, api.token());
            if (i < 3) {
                for (String name : List.of("x", "y", "z")) {
                    Content content = new Content();
                    PATHS.forEach(path -> content.file(path, path + account + name));
                    Push.publish(api, account + "/" + name, content);
                    packages.add(account + "/" + name);
                }
                model.grants.add(new Grant(ownerGrant(account), account, account + "/", 2, null));
            }
        }
        for (int i = 0; i < 3; i++) {
            String team = prefix + "t" + i;
            teams.add(team);
            Db.update("""
                    insert into namespace (name, kind, store_id, created_at)
                    select ?, 'team', min(id), now() from store where name = 'default'
                    """, team);
        }
        String admin = prefix + "p6";
        Db.update("update account set admin = true where name = ?", admin);
        model.admins.add(admin);
    }

    private static String ownerGrant(String account) {
        return Long.toString(Db.count("""
                select g.id from access_grant g join namespace n on n.id = g.namespace_id
                where n.name = ? and g.revoked_at is null
                """, account));
    }

    private void change() throws Exception {
        int kind = random.nextInt(10);
        if (kind < 5) {
            grant();
        } else if (kind < 8) {
            revoke();
        } else {
            changeMembers();
        }
    }

    private void grant() throws Exception {
        String actor = pick(List.copyOf(tokens.keySet()));
        String inPackage = pick(packages);
        boolean onNamespace = random.nextInt(4) == 0;
        String scope = onNamespace ? inPackage.substring(0, inPackage.indexOf('/') + 1) : inPackage;
        String principal = principal();
        int role = principal.equals("everyone") ? 0 : random.nextInt(3);
        String path = role == 0 && !onNamespace && random.nextBoolean() ? pick(PREFIXES) : null;
        Map<String, Object> request =
                new HashMap<>(Map.of("principal", principal, "role", AccessModel.ROLES.get(role)));
        if (path != null) {
            request.put("path", path);
        }
        Grant place = new Grant("", principal, scope, role, path);
        Grant before = model.at(place).orElse(null);
        int expected = refusal(actor, scope);
        if (expected == 0) {
            expected = before == null ? 201 : before.role() == role ? 200 : model.lastOwner(before) ? 409 : 201;
        }
        Answer answer = ask(actor, "POST", address(scope), JSON.writeValueAsString(request));
        same(expected, answer.status(), actor + " grants " + place + " by " + answer.body());
        if (answer.status() == 201) {
            model.grants.remove(before);
            model.grants.add(new Grant(answer.json().get("grant").asText(), principal, scope, role, path));
        }
    }

    /** What somebody gets who may not administer there; 0 for whoever may. */
    private int refusal(String actor, String scope) {
        return model.may(actor, scope, "owner") ? 0 : seesScope(actor, scope) ? 403 : 404;
    }

    private boolean seesScope(String actor, String scope) {
        return model.sees(actor, scope);
    }

    private String principal() {
        int kind = random.nextInt(6);
        return kind == 0 ? "everyone" : kind < 3 ? pick(teams) : pick(List.copyOf(tokens.keySet()));
    }

    private void revoke() throws Exception {
        if (model.grants.isEmpty()) {
            return;
        }
        Grant grant = pick(model.grants);
        if (random.nextInt(5) == 0 && grant.role() < 2) {
            Db.update(
                    "update access_grant set expires_at = ? where id = ?",
                    Instant.now().minusSeconds(1).atOffset(java.time.ZoneOffset.UTC),
                    Long.valueOf(grant.id()));
            model.grants.remove(grant);
            return;
        }
        String actor = pick(List.copyOf(tokens.keySet()));
        boolean may = model.may(actor, grant.scope(), "owner") || actor.equals(grant.principal());
        int expected = !may ? 404 : model.lastOwner(grant) ? 409 : 200;
        Answer answer = ask(actor, "DELETE", "/v1/access/" + grant.id(), null);
        same(expected, answer.status(), actor + " revokes " + grant);
        if (answer.status() == 200) {
            model.grants.remove(grant);
        }
    }

    private void changeMembers() {
        Member member = new Member(pick(teams), pick(List.copyOf(tokens.keySet())));
        long team = Db.count("select id from namespace where name = ?", member.team());
        long account = Db.count("select id from account where name = ?", member.account());
        QuarkusTransaction.requiringNew().run(() -> {
            if (!model.members.remove(member)) {
                memberships.begin(team, account, "hand", null, Instant.now());
                model.members.add(member);
            } else {
                memberships.end(team, account, "hand", null, Instant.now());
            }
        });
    }

    private void compareList(String account) throws Exception {
        TreeSet<String> expected = new TreeSet<>(
                packages.stream().filter(one -> model.sees(account, one)).toList());
        TreeSet<String> listed = new TreeSet<>();
        String after = "";
        while (after != null) {
            JsonNode page = ask(account, "GET", "/v1/packages?limit=4&prefix=" + prefix + after, null)
                    .json();
            page.get("packages")
                    .forEach(one -> listed.add(one.get("namespace").asText() + "/"
                            + one.get("name").asText()));
            after = page.has("next") ? "&after=" + page.get("next").asText() : null;
        }
        decisions += packages.size();
        assertThat(listed).as(where(account + " lists")).isEqualTo(expected);
    }

    private void compareAdministration(String account, String inPackage) throws Exception {
        int refused = refusal(account, inPackage);
        same(
                refused == 0 ? 200 : refused,
                ask(account, "GET", address(inPackage), null).status(),
                account + " administers " + inPackage);
    }

    private void comparePaths(String account, String inPackage) throws Exception {
        List<String> expected = PATHS.stream()
                .filter(path -> model.reads(account, inPackage, path))
                .toList();
        Answer answer = ask(account, "GET", "/v1/packages/" + inPackage + "/versions/latest/entries", null);
        same(model.sees(account, inPackage) ? 200 : 404, answer.status(), account + " lists entries of " + inPackage);
        if (answer.status() == 200) {
            List<String> listed = new ArrayList<>();
            answer.json()
                    .get("entries")
                    .forEach(entry -> listed.add(entry.get("path").asText()));
            assertThat(listed).as(where(account + " sees of " + inPackage)).isEqualTo(expected);
        }
        String path = pick(PATHS);
        same(
                expected.contains(path) ? 302 : 404,
                ask(account, "GET", "/v1/packages/" + inPackage + "/versions/latest/files/" + path, null)
                        .status(),
                account + " fetches " + path + " of " + inPackage);
        decisions += PATHS.size();
    }

    private void comparePublishing(String account, String inPackage) throws Exception {
        boolean may = model.may(account, inPackage, "writer");
        String push = "/v1/packages/" + inPackage + "/pushes/" + UUID.randomUUID();
        if (may && random.nextInt(20) == 0) {
            Content content = new Content();
            PATHS.forEach(path -> content.file(path, path + step));
            Push.publish(Api.withToken(tokens.get(account)), inPackage, content);
            decisions++;
            return;
        }
        Answer answer = ask(account, "PUT", push, "{\"expected_parent\":\"none\"}");
        // Who may publish is told that there is a version already.
        same(may ? 409 : 404, answer.status(), account + " publishes " + inPackage);
    }

    private void same(int expected, int actual, String what) {
        decisions++;
        assertThat(actual).as(where(what)).isEqualTo(expected);
    }

    private String where(String what) {
        return "seed " + seed + ", step " + step + ": " + what;
    }

    private static String address(String scope) {
        return scope.endsWith("/") ? "/v1/namespaces/" + scope + "access" : "/v1/packages/" + scope + "/access";
    }

    private Answer ask(String account, String verb, String path, @Nullable String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Authorization", "Bearer " + tokens.get(account))
                .header("Content-Type", "application/json")
                .method(
                        verb,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
