package dev.bale.registry.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is unknown and what is invisible look the same, on every route of a package that the contract has. */
@QuarkusTest
class InvisibleTest {
    private static final List<String> DIFFER_ALWAYS = List.of("date", "x-request-id");

    private static final Map<String, Object> PUSH_AND_INSTALL = Map.of(
            "openPush", Map.of("expected_parent", "none"),
            "openUploads", Map.of("fragments", List.of("sha256:" + "0".repeat(64))),
            "openParts", Map.of("parts", List.of(Map.of("number", 1, "sha256", "sha256:" + "0".repeat(64)))),
            "reportUploads", Map.of("uploads", List.of("0192f3a0-0000-7000-8000-000000000000")),
            "placeFragments",
                    Map.of(
                            "fragments",
                            List.of(Map.of(
                                    "sha256",
                                    "sha256:" + "0".repeat(64),
                                    "store",
                                    "lake",
                                    "key",
                                    "a",
                                    "version_id",
                                    "v"))),
            "readPages", Map.of("positions", List.of("")),
            "readFragmentPages", Map.of("ordinal", 0, "positions", List.of("")),
            "handOut", Map.of("entries", List.of(List.of(0, 1))),
            "setTag", Map.of("reference", "latest"));

    /** What each route that takes a body is asked with. */
    private static final Map<String, Object> BODIES = bodies();

    private static Map<String, Object> bodies() {
        Map<String, Object> bodies = new HashMap<>(PUSH_AND_INSTALL);
        bodies.put("renamePackage", Map.of("name", "another"));
        bodies.put("transferPackage", Map.of("namespace", "another"));
        return bodies;
    }

    private record Operation(String verb, String path, String id) {}

    private static List<Operation> ofPackages() {
        return new OpenAPIV3Parser()
                .read("../openapi.yaml").getPaths().entrySet().stream()
                        .filter(path -> path.getKey().contains("{namespace}/{name}"))
                        .flatMap(path -> operations(path.getKey(), path.getValue()))
                        .toList();
    }

    private static java.util.stream.Stream<Operation> operations(String path, PathItem item) {
        return item.readOperationsMap().entrySet().stream()
                .map(each -> new Operation(
                        each.getKey().name(), path, each.getValue().getOperationId()));
    }

    /** Everything a caller can tell answers apart by, route by route. */
    private static Map<String, String> answers(Api caller, String name, String push, String reference) {
        return ofPackages().stream()
                .collect(Collectors.toMap(
                        Operation::id,
                        operation -> answer(caller, operation, name, push, reference),
                        (a, b) -> a,
                        TreeMap::new));
    }

    private static String answer(Api caller, Operation operation, String name, String push, String reference) {
        String path = operation
                .path()
                .replace("{namespace}/{name}", name)
                .replace("{push}", push)
                .replace("{reference}", reference)
                .replace("{upload}", "0192f3a0-0000-7000-8000-000000000000")
                .replace("{tag}", "stable")
                .replace("{path}", "a");
        assertThat(path).doesNotContain("{");
        Response response = request(caller, operation.id()).request(operation.verb(), path);
        String headers = response.headers().asList().stream()
                .filter(header -> !DIFFER_ALWAYS.contains(header.getName().toLowerCase(java.util.Locale.ROOT)))
                .map(Header::toString)
                .sorted()
                .collect(Collectors.joining("\n"));
        return response.statusCode() + "\n" + headers + "\n"
                + response.asString().replaceAll("\"request_id\":\"\\w+\"", "");
    }

    private static RequestSpecification request(Api caller, String operation) {
        return switch (operation) {
            case "addPages" ->
                caller.as().contentType("application/vnd.bale.pages").body(new byte[0]);
            case "patch", "addMetadata" ->
                caller.as().contentType("application/x-ndjson").body(new byte[0]);
            default -> BODIES.containsKey(operation) ? caller.json(BODIES.get(operation)) : caller.as();
        };
    }

    @Test
    void an_outsider_cannot_tell_an_invisible_package_from_an_unknown_one() {
        String owner = Api.unique("owner");
        Api asOwner = Api.newAccount(owner);
        Push.publish(asOwner, owner + "/first", new Content().file("a", "the namespace exists"));
        Api outsider = Api.newAccount(Api.unique("outsider"));
        String name = owner + "/secret";
        Content content = new Content().file("a", "alpha");
        Push push = Push.of(asOwner, name, content);
        String topHash = content.build().topHash();

        Map<String, String> unknown = answers(outsider, name, push.id(), topHash);
        push.uploaded(Map.of());
        Map<String, String> pushed = answers(outsider, name, push.id(), topHash);
        push.commit().statusCode(200);
        Map<String, String> committed = answers(outsider, name, push.id(), topHash);

        assertThat(unknown)
                .hasSize(ofPackages().size())
                .allSatisfy((operation, answer) -> assertThat(answer).startsWith("404\n"));
        assertThat(pushed).containsExactlyInAnyOrderEntriesOf(unknown);
        assertThat(committed).containsExactlyInAnyOrderEntriesOf(unknown);
    }

    @Test
    void an_outsider_cannot_tell_an_invisible_namespace_from_an_unknown_one() {
        String owner = Api.unique("owner");
        Api outsider = Api.newAccount(Api.unique("outsider"));
        String push = "0192f3a0-0000-7000-8000-000000000000";

        Map<String, String> unknown = answers(outsider, owner + "/secret", push, "latest");
        Push.publish(Api.newAccount(owner), owner + "/other", new Content().file("a", "alpha"));
        Map<String, String> invisible = answers(outsider, owner + "/secret", push, "latest");

        assertThat(invisible).isEqualTo(unknown);
    }

    @Test
    void even_its_maker_sees_no_package_before_the_first_commit() {
        String owner = Api.unique("owner");
        Api asOwner = Api.newAccount(owner);
        String name = owner + "/coming";
        Content content = new Content().file("a", "alpha");
        String push = "0192f3a0-0000-7000-8000-000000000001";
        String topHash = content.build().topHash();

        Map<String, String> unknown = reading(answers(asOwner, name, push, topHash));
        Push.of(asOwner, name, content).uploaded(Map.of());
        Map<String, String> coming = reading(answers(asOwner, name, push, topHash));

        assertThat(coming).isEqualTo(unknown).isNotEmpty();
        assertThat(coming).allSatisfy((operation, answer) -> assertThat(answer).startsWith("404\n"));
    }

    /** The answers of the routes that are not about the owner's own pushes. */
    private static Map<String, String> reading(Map<String, String> answers) {
        List<String> ofPushes = ofPackages().stream()
                .filter(operation -> operation.path().contains("/pushes/"))
                .map(Operation::id)
                .toList();
        answers.keySet().removeAll(ofPushes);
        return answers;
    }

    @Test
    void lists_leave_out_what_is_invisible() {
        String owner = Api.unique("owner");
        Push.publish(Api.newAccount(owner), owner + "/secret", new Content().file("a", "alpha"));

        List<String> names = Api.newAccount(Api.unique("outsider"))
                .as()
                .get("/v1/packages?limit=1000")
                .path("packages.namespace");

        assertThat(names).isEmpty();
    }
}
