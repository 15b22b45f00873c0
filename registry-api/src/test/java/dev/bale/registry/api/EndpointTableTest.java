package dev.bale.registry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.accounts.ForgedTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every operation of openapi.yaml against every kind of credential, by {@code src/test/resources/endpoints.table}: one line an operation, the
 * status that each credential gets. An operation without a line, and a line without an operation, fails.
 */
@QuarkusTest
class EndpointTableTest {
    private static final Path TABLE = Path.of("src/test/resources/endpoints.table");
    private static final String NO_ID = "0192f3a0-0000-7000-8000-000000000000";

    private record Operation(String verb, String path, boolean open) {}

    private record Line(String operation, Map<String, Integer> statuses, String body) {}

    private String owner;
    private Api session;
    private Map<String, String> tokens;
    private String ownersToken;

    @BeforeEach
    void an_owner_with_a_package_and_tokens() {
        owner = Api.unique("owner");
        session = Api.newAccount(owner);
        Push.publish(
                session,
                owner + "/published",
                new Content().file("a", Api.unique("alpha")).meta("a", "{\"k\":1}"));
        String disabled = Api.unique("disabled");
        String disabledToken = Api.newAccount(disabled).token();
        Db.disable(disabled);
        tokens = new TreeMap<>(Map.of(
                "expired", ForgedTokens.expired(session.token()),
                "audience", ForgedTokens.forAnotherAudience(session.token()),
                "disabled", disabledToken,
                "read", session.tokenWith(List.of("read"), List.of()).token(),
                "write", session.tokenWith(List.of("write"), List.of()).token()));
        ownersToken = session.as().get("/v1/tokens").then().extract().path("tokens[0].id");
    }

    private static Map<String, Operation> operations() {
        Map<String, Operation> operations = new TreeMap<>();
        new OpenAPIV3Parser()
                .read("../openapi.yaml")
                .getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((verb, operation) -> operations.put(
                                operation.getOperationId(),
                                new Operation(
                                        verb.name(),
                                        path,
                                        operation.getSecurity() != null
                                                && operation.getSecurity().isEmpty()))));
        return operations;
    }

    private static List<Line> table() throws IOException {
        List<String> lines = Files.readAllLines(TABLE).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        List<String> credentials = Arrays.asList(lines.getFirst().strip().split("\\s+"));
        List<Line> table = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\\|", 2);
            List<String> words = Arrays.asList(cells[0].strip().split("\\s+"));
            Map<String, Integer> statuses = new TreeMap<>();
            for (int i = 1; i < credentials.size(); i++) {
                statuses.put(credentials.get(i), Integer.valueOf(words.get(i)));
            }
            assertThat(words).as(line).hasSameSizeAs(credentials);
            table.add(new Line(words.getFirst(), statuses, cells.length == 2 ? cells[1].strip() : ""));
        }
        return table;
    }

    @Test
    void every_operation_has_a_line_and_every_line_an_operation() throws IOException {
        List<String> lines = table().stream().map(Line::operation).toList();

        assertThat(lines).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(lines)).containsExactlyElementsOf(operations().keySet());
    }

    @Test
    void every_credential_gets_what_the_table_says() throws IOException {
        Map<String, Operation> operations = operations();
        List<String> wrong = new ArrayList<>();
        int cells = 0;
        for (Line line : table()) {
            Operation operation = operations.get(line.operation());
            if (operation == null) {
                continue;
            }
            Fixture fixture = new Fixture(line.operation(), operation.path());
            // What succeeds changes something, so it comes last.
            for (String credential : List.of("none", "expired", "audience", "disabled", "other", "read", "write")) {
                cells++;
                int expected = line.statuses().getOrDefault(credential, 0);
                Response answer = answer(operation, line.body(), credential, fixture);
                if (answer.statusCode() != expected) {
                    wrong.add(line.operation() + " / " + credential + ": expected " + expected + " but was "
                            + answer.statusCode() + " " + answer.asString());
                }
            }
        }
        System.out.println("endpoint table: cells " + cells + ", wrong " + wrong.size());
        assertThat(wrong).isEmpty();
    }

    @Test
    void an_expired_token_is_told_apart_everywhere() throws IOException {
        Map<String, Operation> operations = operations();
        for (Line line : table()) {
            Operation operation = operations.get(line.operation());
            if (operation != null && !operation.open()) {
                Response answer =
                        answer(operation, line.body(), "expired", new Fixture(line.operation(), "nothing to prepare"));
                assertThat(answer.<String>path("type")).as(line.operation()).isEqualTo("/problems/token-expired");
            }
        }
    }

    private Response answer(Operation operation, String body, String credential, Fixture fixture) {
        RequestSpecification request = Api.anonymous().redirects().follow(false);
        String token =
                credential.equals("other") ? Api.newAccount(Api.unique("other")).token() : tokens.get(credential);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        fixture.body(request, body);
        return request.request(operation.verb(), fixture.filled(operation.path()));
    }

    /** What the line's operation acts on: a package of the owner's with a push in the state that it needs. */
    private final class Fixture {
        private final String name;
        private final @Nullable Push push;
        private final Content content = new Content().file("a", Api.unique("alpha"));
        private String upload = NO_ID;

        Fixture(String operation, String path) {
            boolean needsPush = path.contains("{push}");
            name = owner + "/" + (needsPush ? Api.unique("data") : "published");
            push = needsPush ? prepared(operation) : null;
            if (operation.equals("deleteTag")) {
                session.json(Map.of("reference", "latest"))
                        .put("/v1/packages/" + name + "/tags/stable")
                        .then()
                        .statusCode(200);
            }
        }

        private @Nullable Push prepared(String operation) {
            Push made = Push.of(session, name, content);
            switch (operation) {
                case "openPush" -> {}
                case "patch" ->
                    session.json(Map.of("expected_parent", "none"))
                            .put(made.address())
                            .then()
                            .statusCode(201);
                case "listWanted", "openUploads" -> made.named(Map.of());
                case "openParts", "reportUploads" -> {
                    made.named(Map.of());
                    upload = (String)
                            made.uploads(made.wantedFragments()).getFirst().get("upload");
                }
                case "commitPush" -> made.uploaded(Map.of());
                default -> made.open().statusCode(201);
            }
            return made;
        }

        String filled(String text) {
            return text.replace("{namespace}/{name}", name)
                    .replace("{namespace}", owner)
                    .replace("{push}", push == null ? NO_ID : push.id())
                    .replace("{reference}", "latest")
                    .replace("{upload}", upload)
                    .replace("{withdrawal}", "0")
                    .replace("{session}", NO_ID)
                    .replace("{long}", "x".repeat(1_100))
                    .replace(
                            "{wanted}",
                            content.fragments().keySet().iterator().next().toString())
                    .replace("{tag}", "stable")
                    .replace("{path}", "a")
                    .replace("{store}", "default")
                    .replace("{token}", ownersToken)
                    .replace("{unique}", Api.unique("made"))
                    .replaceAll("\\{\\w+}", "none");
        }

        void body(RequestSpecification request, String body) {
            if (body.startsWith("{")) {
                request.contentType("application/json").body(filled(body));
            } else if (body.equals("pages")) {
                request.contentType("application/vnd.bale.pages")
                        .body(push == null ? new byte[0] : push.concatenatedPages());
            } else if (body.startsWith("ndjson ")) {
                request.contentType("application/x-ndjson")
                        .body(filled(body.substring("ndjson ".length()))
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } else if (body.startsWith("form ")) {
                request.contentType("application/x-www-form-urlencoded").body(body.substring("form ".length()));
            }
        }
    }
}
