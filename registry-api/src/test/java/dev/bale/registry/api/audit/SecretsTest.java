package dev.bale.registry.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Push;
import dev.bale.registry.api.RegistryServers;
import dev.bale.registry.api.push.CleanUpPushes;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 8: no secret in a log, an event or an error. */
@QuarkusTest
class SecretsTest {
    private static final Pattern SIGNATURE = Pattern.compile("(?:X-Amz-Signature=|\"signature\":\")([0-9a-f]{64})");

    @Inject
    CleanUpPushes cleanUp;

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final Handler log = new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            logged.add(formatter.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        log.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void stop_listening() {
        Logger.getLogger("").removeHandler(log);
    }

    @Test
    void no_token_no_signature_and_no_secret_is_written_anywhere() {
        List<String> secrets = new ArrayList<>();
        String account = Api.unique("eve");
        Api.newAccount(account);
        secrets.add(Api.secretOf(account));
        ExtractableResponse<Response> session = Api.session(account, Api.secretOf(account));
        secrets.add(session.path("access_token"));
        secrets.add(session.path("refresh_token"));
        Api api = Api.withToken(session.path("access_token"));
        String name = account + "/data";

        secrets.addAll(publish(api, name));
        secrets.addAll(install(api, name));
        secrets.addAll(misbehave(api, name, session.path("refresh_token")));
        secrets.addAll(tokens(api));
        cleanUp.run(Instant.now().plus(Duration.ofMinutes(10)));
        api.as().delete("/v1/sessions/current").then().statusCode(204);
        refusals.add(api.as().get("/v1/whoami").asString());
        secrets.add(RegistryServers.ADMIN_SECRET);
        secrets.add(System.getProperty("aws.secretAccessKey"));

        assertThat(secrets)
                .hasSizeGreaterThan(12)
                .allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(10));
        assertThat(logged).anyMatch(line -> line.contains("cleaned up push"));
        String written = String.join("\n", logged) + String.join("\n", refusals) + auditTrail();
        assertThat(written).contains("hand-out", "request failed");
        assertThat(secrets).noneMatch(written::contains);
        assertThat(written).doesNotContain("X-Amz-Signature", "X-Amz-Credential", "Bearer ey");
    }

    private static List<String> publish(Api api, String name) {
        Push push = Push.of(
                        api, name, new Content().file("a", Api.unique("alpha")).file("b", Api.unique("beta")))
                .named(Map.of());
        List<String> urls = push.uploads(push.wantedFragments()).stream()
                .map(upload -> (String) upload.get("url"))
                .toList();
        push.uploadWanted();
        push.commit().statusCode(200);
        return signatures(String.join("\n", urls));
    }

    private static List<String> install(Api api, String name) {
        String version = "/v1/packages/" + name + "/versions/latest";
        List<String> answers = new ArrayList<>();
        for (String form : List.of("compact", "plain")) {
            answers.add(api.json(Map.of("entries", List.of(List.of(0, 2)), "form", form))
                    .post(version + "/hand-outs")
                    .asString());
        }
        answers.add(api.as().redirects().follow(false).get(version + "/files/a").header("Location"));
        answers.add(api.as().get(version + "/files/a?as=curl").asString());
        return signatures(String.join("\n", answers));
    }

    /** Makes, uses, damages and revokes tokens, and tries to exchange one. */
    private List<String> tokens(Api api) {
        Response made = api.json(Map.of("name", "x", "scopes", List.of("read"), "expires_in_days", 1))
                .post("/v1/tokens");
        String token = made.path("token");
        Api.withToken(token).as().get("/v1/whoami").then().statusCode(200);
        refusals.add(Api.withToken(token + "x").as().get("/v1/whoami").asString());
        refusals.add(Api.withToken(token).as().get("/v1/tokens").asString());
        api.as().delete("/v1/tokens/" + made.path("id")).then().statusCode(200);
        refusals.add(Api.withToken(token).as().get("/v1/whoami").asString());
        refusals.add(api.as().get("/v1/tokens").asString());
        refusals.add(api.as().delete("/v1/tokens/" + token).asString());
        String foreign = Api.admin().token();
        refusals.add(Api.anonymous()
                .contentType("application/x-www-form-urlencoded")
                .body("grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
                        + "&subject_token_type=urn:ietf:params:oauth:token-type:jwt&subject_token=" + foreign)
                .post("/v1/token")
                .asString());
        Api.admin().as().post("/v1/keys").then().statusCode(201);
        return List.of(token, foreign);
    }

    private static List<String> signatures(String text) {
        List<String> found =
                SIGNATURE.matcher(text).results().map(match -> match.group(1)).toList();
        assertThat(found).isNotEmpty();
        return found;
    }

    /** Requests that fail with a secret in them, one of them in the registry itself. */
    private List<String> misbehave(Api api, String name, String refreshToken) {
        String guessed = "a secret that somebody guessed";
        refusals.add(json("{\"name\":\"admin\",\"secret\":\"" + guessed + "\"}", "/v1/sessions"));
        refusals.add(json("{\"name\":\"admin\",\"secret\":\"" + guessed, "/v1/sessions"));
        refusals.add(json("{\"name\":\"admin\",\"secret\":{\"" + guessed + "\":1}}", "/v1/sessions"));
        refusals.add(json("{\"refresh_token\":\"" + refreshToken + "\",\"more\":1}", "/v1/sessions/refresh"));
        refusals.add(json("{\"refresh_token\":[\"" + refreshToken + "\"]}", "/v1/sessions/refresh"));
        refusals.add(Api.withToken(api.token() + "x").as().get("/v1/whoami").asString());
        // A store that nobody configured is a fault of the registry: it is logged, with its cause.
        Db.update(
                "insert into store (name, endpoint, public_endpoint, region, bucket, prefix, path_style, mode, created_at)"
                        + " values ('forgotten', 'http://x', 'http://x', 'r', 'b', '', true, 'enforced', now()) on conflict do nothing");
        String broken = RegistryServers.bindNamespace(Api.unique("broken"), "forgotten");
        Db.giveNamespace(broken, name.substring(0, name.indexOf('/')));
        Push push = Push.of(api, broken + "/a", new Content().file("a", Api.unique("a")))
                .named(Map.of());
        Response failed = push.openUploads(push.wantedFragments()).extract().response();
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.<String>path("type")).isEqualTo("/problems/internal");
        assertThat(failed.asString()).doesNotContain("forgotten", "Exception");
        refusals.add(failed.asString());
        return List.of(guessed);
    }

    private static String json(String body, String address) {
        Response response =
                Api.anonymous().contentType(ContentType.JSON).body(body).post(address);
        assertThat(response.statusCode()).isBetween(400, 499);
        return response.asString();
    }

    private static String auditTrail() {
        List<String> lines = new ArrayList<>(Db.query("select e::text from event e", row -> row.getString(1)));
        lines.addAll(Db.query("select p::text from event_personal p", row -> row.getString(1)));
        return String.join("\n", lines);
    }
}
