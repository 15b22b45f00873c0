package dev.bale.registry.api.access;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks every route of a package that the contract has, and keeps all that a caller can tell answers apart by. */
final class PackageRoutes {
    private static final Set<String> DIFFER_ALWAYS = Set.of("date", "x-request-id");
    private static final String HASH = "sha256:" + "0".repeat(64);
    private static final String UPLOAD = "0192f3a0-0000-7000-8000-000000000000";

    /** What each route that takes a JSON body is asked with. */
    private static final Map<String, Object> BODIES = Map.ofEntries(
            Map.entry("openPush", Map.of("expected_parent", "none")),
            Map.entry("openUploads", Map.of("fragments", List.of(HASH))),
            Map.entry("openParts", Map.of("parts", List.of(Map.of("number", 1, "sha256", HASH)))),
            Map.entry("reportUploads", Map.of("uploads", List.of(UPLOAD))),
            Map.entry(
                    "placeFragments",
                    Map.of(
                            "fragments",
                            List.of(Map.of("sha256", HASH, "store", "lake", "key", "a", "version_id", "v")))),
            Map.entry("readPages", Map.of("positions", List.of(""))),
            Map.entry("setTag", Map.of("reference", "latest")),
            Map.entry("changePackage", Map.of("description", "what it is")),
            Map.entry("renamePackage", Map.of("name", "another")),
            Map.entry("transferPackage", Map.of("namespace", "another")),
            Map.entry("grantOnPackage", Map.of("principal", "everyone", "role", "reader")),
            Map.entry("whatIf", Map.of("revoke", List.of("1"))));

    /** Routes that name no entry and take no JSON. A route that the contract has and that is nowhere in this class fails the tests. */
    private static final Set<String> PLAIN = Set.of(
            "getPush",
            "abortPush",
            "addPages",
            "addMetadata",
            "patch",
            "listWanted",
            "commitPush",
            "resolveVersion",
            "getPackage",
            "getUsage",
            "listLog",
            "listTags",
            "deleteTag",
            "removeRedirect",
            "listPackageGrants",
            "listReaders");

    private static final List<Operation> OPERATIONS = new OpenAPIV3Parser()
            .read("../openapi.yaml").getPaths().entrySet().stream()
                    .filter(path -> path.getKey().contains("{namespace}/{name}"))
                    .flatMap(path -> operations(path.getKey(), path.getValue()))
                    .toList();

    private PackageRoutes() {}

    /** What is asked for; {@code view} is what the caller calls his view, if he has one. */
    record Place(
            String name,
            String push,
            String reference,
            String path,
            long ordinal,
            @Nullable String view) {}

    private record Operation(String verb, String path, String id) {}

    private record Ask(String path, String verb, String address, RequestSpecification request) {}

    /** The routes of the contract. */
    static Set<String> ofContract() {
        return operations().map(Operation::id).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The routes about a push. */
    static Set<String> ofPushes() {
        return operations()
                .filter(operation -> operation.path().contains("/pushes/"))
                .map(Operation::id)
                .collect(Collectors.toSet());
    }

    /** The routes that only read. */
    static Set<String> reading() {
        return operations()
                .filter(operation -> operation.path().contains("/versions/")
                        || Set.of("getPackage", "listLog", "listTags").contains(operation.id()))
                .map(Operation::id)
                .collect(Collectors.toSet());
    }

    private static Stream<Operation> operations() {
        return OPERATIONS.stream();
    }

    private static Stream<Operation> operations(String path, PathItem item) {
        return item.readOperationsMap().entrySet().stream()
                .map(each -> new Operation(
                        each.getKey().name(), path, each.getValue().getOperationId()));
    }

    /** The answers of these routes, some of which are asked in several ways, by route and way. */
    static Map<String, String> answers(Supplier<RequestSpecification> caller, Place place, Set<String> routes) {
        Map<String, String> answers = new TreeMap<>();
        operations().filter(operation -> routes.contains(operation.id())).forEach(operation -> {
            List<Ask> asks = asks(caller, operation, place).toList();
            for (int way = 0; way < asks.size(); way++) {
                answers.put(operation.id() + " " + way, answer(asks.get(way)));
            }
        });
        return answers;
    }

    private static Stream<Ask> asks(Supplier<RequestSpecification> caller, Operation operation, Place place) {
        return switch (operation.id()) {
            case "getFile" ->
                Stream.of("", "?as=curl")
                        .flatMap(query -> Stream.of("GET", "HEAD")
                                .map(verb -> ask(operation, place, query, plain(caller), verb)));
            case "listEntries" ->
                Stream.of("", "/", "//", "/below").flatMap(end -> {
                    String path = place.path() + end;
                    String name = place.path().replaceAll(".*/", "") + end;
                    return Stream.concat(
                            Stream.of("?prefix=" + path, "?folder=" + path, "?after=" + path, "?folder=&after=" + name)
                                    .map(query -> ask(operation, place, query, caller.get(), "GET")),
                            Stream.of(ask(
                                    operation,
                                    place,
                                    "?prefix=" + path,
                                    plain(caller).accept("application/x-ndjson"),
                                    "GET")));
                });
            case "explainAccess" ->
                Stream.of("", "?path=" + place.path(), "?action=publish&path=" + place.path())
                        .map(query -> ask(operation, place, query, caller.get(), "GET"));
            case "readMetadata" ->
                Stream.of(
                                "?prefix=" + place.path(),
                                "?prefix=" + place.path() + "/",
                                "?from=" + place.ordinal(),
                                "?from=" + place.ordinal() + "&to=" + (place.ordinal() + 1))
                        .map(query -> ask(operation, place, query, plain(caller), "GET"));
            case "handOut" ->
                Stream.of(
                                Map.<String, Object>of("entries", range(place)),
                                Map.<String, Object>of("cached", range(place)),
                                Map.<String, Object>of("entries", List.of(List.of(0, place.ordinal() + 1))),
                                Map.<String, Object>of(
                                        "fragments", Map.of("ordinal", place.ordinal(), "from", 0, "to", 1)),
                                Map.<String, Object>of("entries", range(place), "form", "plain"))
                        .map(body -> json(caller, operation, place, body));
            case "readFragmentPages" ->
                Stream.of(json(caller, operation, place, Map.of("ordinal", place.ordinal(), "positions", List.of(""))));
            case "addPages" ->
                Stream.of(ask(
                        operation,
                        place,
                        "",
                        caller.get().contentType("application/vnd.bale.pages").body(new byte[0]),
                        operation.verb()));
            case "patch", "addMetadata" ->
                Stream.of(ask(
                        operation,
                        place,
                        "",
                        caller.get().contentType("application/x-ndjson").body(new byte[0]),
                        operation.verb()));
            default -> Stream.of(byTable(caller, operation, place));
        };
    }

    private static Ask byTable(Supplier<RequestSpecification> caller, Operation operation, Place place) {
        Object body = BODIES.get(operation.id());
        if (body == null && !PLAIN.contains(operation.id())) {
            throw new AssertionError("PackageRoutes does not know how to ask " + operation.id());
        }
        RequestSpecification request = body == null
                ? caller.get()
                : caller.get().contentType(ContentType.JSON).body(body);
        return ask(operation, place, "", request, operation.verb());
    }

    private static List<List<Long>> range(Place place) {
        return List.of(List.of(place.ordinal(), place.ordinal() + 1));
    }

    private static Ask json(
            Supplier<RequestSpecification> caller, Operation operation, Place place, Map<String, Object> body) {
        Map<String, Object> all = new HashMap<>(body);
        if (place.view() != null) {
            all.put("view", place.view());
        }
        return ask(
                operation, place, "", caller.get().contentType(ContentType.JSON).body(all), operation.verb());
    }

    /** The validator of the contract takes neither HEAD nor a stream of no lines. */
    private static RequestSpecification plain(Supplier<RequestSpecification> caller) {
        String token = io.restassured.specification.FilterableRequestSpecification.class
                .cast(caller.get())
                .getHeaders()
                .getValue("Authorization");
        return token == null ? given() : given().header("Authorization", token);
    }

    private static Ask ask(Operation operation, Place place, String query, RequestSpecification request, String verb) {
        String address = operation
                        .path()
                        .replace("{namespace}/{name}", place.name())
                        .replace("{push}", place.push())
                        .replace("{reference}", place.reference())
                        .replace("{upload}", UPLOAD)
                        .replace("{tag}", "stable")
                        .replace("{path}", place.path())
                + query;
        if (address.contains("{")) {
            throw new AssertionError("what stands for the rest of " + address + "?");
        }
        return new Ask(place.path(), verb, address, request);
    }

    private static String answer(Ask ask) {
        Response response = ask.request()
                .urlEncodingEnabled(false)
                .redirects()
                .follow(false)
                .request(ask.verb(), ask.address());
        if (response.statusCode() >= 500) {
            throw new AssertionError(ask.verb() + " " + ask.address() + ": " + response.asString());
        }
        String body = new String(response.asByteArray(), StandardCharsets.ISO_8859_1);
        // What says the asked path again is longer by it, and compresses differently.
        String path = "\"path\":\"" + ask.path() + "\"";
        String differs = body.contains(path) ? "content-length" : "";
        String headers = response.headers().asList().stream()
                .filter(header -> !header.getName().equalsIgnoreCase(differs))
                .filter(header -> !DIFFER_ALWAYS.contains(header.getName().toLowerCase(Locale.ROOT)))
                .map(Header::toString)
                .sorted()
                .collect(Collectors.joining("\n"));
        return response.statusCode() + "\n" + headers + "\n"
                + body.replaceAll("\"request_id\":\"\\w+\"", "").replace(path, "PATH");
    }

    /** Routes of that text, to take out of answers. */
    static Map<String, String> without(Map<String, String> answers, Set<String> routes) {
        Map<String, String> rest = new TreeMap<>(answers);
        rest.keySet().removeIf(label -> routes.contains(label.substring(0, label.indexOf(' '))));
        return rest;
    }
}
