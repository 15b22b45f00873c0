package dev.bale.registry.api.problems;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import dev.bale.manifest.InvalidManifest;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Conflict.StillWanted;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.LoginNotReady;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.problems.RegistryException.PreconditionFailed;
import dev.bale.registry.api.problems.RegistryException.TokenRefused;
import dev.bale.registry.api.problems.RegistryException.TooLarge;
import dev.bale.registry.api.problems.RegistryException.TooManyRequests;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.api.problems.RegistryException.Unavailable;
import io.swagger.v3.parser.OpenAPIV3Parser;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of problem types in openapi.yaml against what the code can answer, in both directions. */
class ProblemTypesTest {
    private static final Pattern LISTED = Pattern.compile("([a-z-]+) \\((\\d{3})");

    private final ProblemMappers mappers =
            new ProblemMappers(new RequestId(java.time.Clock.systemUTC()), new Refusal());

    @Test
    void the_contract_lists_exactly_the_problems_that_can_be_answered() {
        Set<String> answered = new TreeSet<>();
        registryExceptions().map(mappers::registry).forEach(response -> answered.add(told(response)));
        IntStream.of(400, 401, 403, 404, 405, 406, 408, 409, 410, 411, 413, 414, 415, 422, 431, 500, 503)
                .mapToObj(status -> mappers.http(new WebApplicationException(status)))
                .forEach(response -> answered.add(told(response)));
        answered.add(told(mappers.manifest(new InvalidManifest(InvalidManifest.Code.PATH, "wrong"))));
        answered.add(told(mappers.json(new JsonParseException(null, "wrong"))));
        answered.add(told(mappers.violations(new ConstraintViolationException(Set.of()))));
        answered.add(told(mappers.anything(new IllegalStateException("broken"))));

        assertThat(answered).containsExactlyElementsOf(listed());
    }

    @Test
    void a_failure_of_the_registry_tells_nothing_of_its_inside() {
        Response answer = mappers.anything(new IllegalStateException("password=hunter2"));

        assertThat(answer.getEntity().toString()).doesNotContain("hunter2", "IllegalState");
    }

    @Test
    void no_kind_of_refusal_was_forgotten_here() {
        Set<String> kinds = new TreeSet<>(Arrays.stream(RegistryException.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList());
        Set<String> conflicts = new TreeSet<>(Arrays.stream(Conflict.class.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                .map(method -> method.getName())
                .toList());

        assertThat(registryExceptions().map(e -> e.getClass().getSimpleName())).containsAll(kinds);
        assertThat(conflicts()).hasSameSizeAs(conflicts);
    }

    private static Stream<RegistryException> registryExceptions() {
        return Stream.concat(
                Stream.of(
                        new NotFound("there is none"),
                        new Unauthenticated("who", false),
                        new Unauthenticated("too late", true),
                        new Forbidden("no"),
                        new Invalid("wrong"),
                        new TooLarge("much"),
                        new PreconditionFailed("changed", null),
                        TokenRefused.invalidRequest("wrong"),
                        TokenRefused.invalidGrant("wrong"),
                        TokenRefused.unauthorizedClient("nobody"),
                        TokenRefused.unsupportedGrantType("another"),
                        new TooManyRequests("wait", Duration.ofSeconds(1)),
                        new Unavailable("later", true),
                        new Unavailable("later", false)),
                Stream.concat(conflicts().stream(), logins()));
    }

    private static Stream<RegistryException> logins() {
        return Stream.of(
                LoginNotReady.pending(), LoginNotReady.tooSoon(), LoginNotReady.denied(), LoginNotReady.expired());
    }

    private static List<Conflict> conflicts() {
        return List.of(
                Conflict.notWanted("no"),
                Conflict.lastAdmin("no"),
                Conflict.lastOwner("no"),
                Conflict.pushConflict("no"),
                Conflict.pushClosed("no"),
                Conflict.pushIncomplete("no", new StillWanted(1, 2, 0)),
                Conflict.parentMoved("no", null),
                Conflict.ambiguous("no", List.of()),
                Conflict.severalFragments("no"),
                Conflict.viewChanged("no"),
                Conflict.missingInPlace("no"),
                Conflict.withdrawn("it", "why", "ticket"),
                Conflict.withdrawalState("no"),
                Conflict.nameTaken("no"),
                Conflict.limitReached("no"),
                Conflict.keysMounted("no"),
                Conflict.cannotMove("no"),
                Conflict.quotaExceeded("no"));
    }

    private static String told(Response response) {
        Problem problem = (Problem) response.getEntity();
        assertThat(response.getStatus()).isEqualTo(problem.status());
        return problem.type().replace("/problems/", "") + " " + problem.status();
    }

    private static Set<String> listed() {
        String description = new OpenAPIV3Parser()
                .read("../openapi.yaml")
                .getComponents()
                .getSchemas()
                .get("Problem")
                .getDescription();
        return new TreeSet<>(LISTED.matcher(description)
                .results()
                .map(match -> match.group(1) + " " + match.group(2))
                .toList());
    }
}
