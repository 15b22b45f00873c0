package dev.bale.registry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.attempts.Limited;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Routes in the code against operations in openapi.yaml, in both directions, and what each route must declare. */
class ContractTest {
    /** Requests that change something and yet need no right to write, looked at one by one. */
    private static final Map<String, String> REVIEWED = Map.ofEntries(
            Map.entry("openSession", "nobody is signed in yet"),
            Map.entry("refreshSession", "the refresh token is the credential"),
            Map.entry("exchangeToken", "the platform's token is the credential"),
            Map.entry("tradeCookie", "the cookie is the credential; the origin is checked"),
            Map.entry("openDeviceLogin", "nobody is signed in yet"),
            Map.entry("collectDeviceLogin", "the device code is the credential"),
            Map.entry("submitSignIn", "nobody is signed in yet; origin and form token are checked"),
            Map.entry("providerLogout", "the logout token is the credential"),
            Map.entry("signOut", "the cookie is the credential; origin and form token are checked"),
            Map.entry("decideDevice", "the cookie is the credential; origin and form token are checked"),
            Map.entry("readPages", "reads; positions are too long for an address"),
            Map.entry("readFragmentPages", "reads; positions are too long for an address"),
            Map.entry("handOut", "reads; every hand-out is an event"),
            Map.entry("findHandOuts", "reads; the events are too many for an address"),
            Map.entry("whatIf", "asks and changes nothing; the change is too long for an address"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.bale.registry.api");

    private record Route(String verb, String path, Method method) {
        @Override
        public String toString() {
            return verb + " " + path + " " + method.getName();
        }
    }

    @Test
    void every_route_is_in_the_contract_and_every_operation_is_offered() {
        Set<String> offered = routes().map(Route::toString).collect(Collectors.toCollection(TreeSet::new));

        assertThat(offered).containsExactlyElementsOf(operations());
    }

    @Test
    void every_route_declares_the_right_it_needs() {
        assertThat(routes().filter(route -> !route.method().isAnnotationPresent(Requires.class)))
                .isEmpty();
    }

    @Test
    void the_right_of_every_route_is_the_one_in_the_table() throws IOException {
        Set<String> declared = routes().map(route -> route.method().getName() + " "
                        + route.method().getAnnotation(Requires.class).value())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> table = Files.readAllLines(Path.of("src/test/resources/rights.table")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(declared).containsExactlyElementsOf(table);
    }

    @Test
    void no_route_that_changes_something_is_open_to_those_who_may_only_read() {
        Set<String> weak = routes().filter(route -> !route.verb().equals("GET"))
                .filter(route -> Set.of(Right.READ, Right.SIGNED_IN, Right.AUDIT, Right.NOTHING)
                        .contains(route.method().getAnnotation(Requires.class).value()))
                .map(route -> route.method().getName())
                .collect(Collectors.toSet());

        assertThat(weak).isEqualTo(REVIEWED.keySet());
    }

    @Test
    void only_signing_in_and_the_registry_itself_are_open_to_nobody_in_particular() {
        Set<String> open = routes().filter(
                        route -> route.method().getAnnotation(Requires.class).value() == Right.NOTHING)
                .map(route -> route.method().getName())
                .collect(Collectors.toSet());

        assertThat(open)
                .containsExactlyInAnyOrder(
                        "getRegistry",
                        "openSession",
                        "refreshSession",
                        "exchangeToken",
                        "getKeySet",
                        "tradeCookie",
                        "openDeviceLogin",
                        "collectDeviceLogin",
                        "showSignIn",
                        "submitSignIn",
                        "beginSignIn",
                        "completeSignIn",
                        "providerLogout",
                        "signOut",
                        "showSignedOut",
                        "showDevice",
                        "decideDevice");
        assertThat(openOperations()).isEqualTo(open);
    }

    /** What is left shows pages and public keys, or takes secrets of 256 bits that nobody guesses. */
    @Test
    void every_open_route_where_somebody_could_guess_counts_attempts() {
        Set<String> uncounted = routes().filter(
                        route -> route.method().getAnnotation(Requires.class).value() == Right.NOTHING)
                .filter(route -> !route.method().isAnnotationPresent(Limited.class))
                .map(route -> route.method().getName())
                .collect(Collectors.toSet());

        assertThat(uncounted)
                .containsExactlyInAnyOrder(
                        "getRegistry",
                        "getKeySet",
                        "showSignIn",
                        "showSignedOut",
                        "tradeCookie",
                        "collectDeviceLogin",
                        "providerLogout",
                        "signOut");
    }

    private static Stream<Route> routes() {
        return CLASSES.stream()
                .filter(type -> type.isAnnotatedWith(jakarta.ws.rs.Path.class))
                .flatMap(type -> routesOf(type.reflect()));
    }

    private static Stream<Route> routesOf(Class<?> resource) {
        String base = resource.getAnnotation(jakarta.ws.rs.Path.class).value();
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method -> verbs(method).map(verb -> new Route(verb, base + pathOf(method), method)));
    }

    private static Stream<String> verbs(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value());
    }

    /** Without the regular expressions that template parameters may have. */
    private static String pathOf(Method method) {
        jakarta.ws.rs.Path path = method.getAnnotation(jakarta.ws.rs.Path.class);
        return path == null ? "" : path.value().replaceAll("\\{(\\w+):[^}]*}", "{$1}");
    }

    private static List<String> operations() {
        return fromContract((path, operation) -> List.of(operation.getKey() + " " + path + " "
                        + operation.getValue().getOperationId()))
                .sorted()
                .toList();
    }

    private static Set<String> openOperations() {
        return fromContract((path, operation) -> {
                    var security = operation.getValue().getSecurity();
                    return security != null && security.isEmpty()
                            ? List.of(operation.getValue().getOperationId())
                            : List.<String>of();
                })
                .collect(Collectors.toSet());
    }

    private static Stream<String> fromContract(
            java.util.function.BiFunction<String, Map.Entry<String, io.swagger.v3.oas.models.Operation>, List<String>>
                    reader) {
        OpenAPI contract = new OpenAPIV3Parser().read("../openapi.yaml");
        Function<Map.Entry<String, io.swagger.v3.oas.models.PathItem>, Stream<String>> each =
                path -> path.getValue().readOperationsMap().entrySet().stream()
                        .map(operation -> Map.entry(operation.getKey().name(), operation.getValue()))
                        .flatMap(operation -> reader.apply(path.getKey(), operation).stream());
        return contract.getPaths().entrySet().stream().flatMap(each);
    }
}
