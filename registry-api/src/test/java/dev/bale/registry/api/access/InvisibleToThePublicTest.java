package dev.bale.registry.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Grants;
import dev.bale.registry.api.Push;
import dev.bale.registry.api.access.PackageRoutes.Place;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a registry has something for the public, people who did not sign in learn of nothing else. */
@QuarkusTest
@TestProfile(InvisibleToThePublicTest.WithPublicReaders.class)
class InvisibleToThePublicTest {
    private static final String PUSH = "0192f3a0-0000-7000-8000-000000000000";

    /** The setting that lets them in. */
    public static class WithPublicReaders implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("bale.access.public", "true");
        }
    }

    @AfterEach
    void nothing_stays_everyones() {
        Grants.closeToEveryone();
    }

    private static Map<String, String> answers(Place place) {
        return PackageRoutes.answers(Api::anonymous, place, PackageRoutes.ofContract());
    }

    @Test
    void a_package_that_is_not_for_the_public_looks_like_none() {
        String owner = Api.unique("owner");
        Place place = new Place(owner + "/data", PUSH, "latest", "a", 0, null);

        Map<String, String> unknown = answers(place);
        Push.publish(Api.newAccount(owner), owner + "/data", new Content().file("a", "alpha"));
        Map<String, String> invisible = answers(place);
        Grants.audience(owner + "/data", "everyone", null);
        Map<String, String> forEverybodySignedIn = answers(place);

        assertThat(unknown).allSatisfy((operation, answer) -> assertThat(answer).startsWith("401\n"));
        assertThat(invisible).containsExactlyInAnyOrderEntriesOf(unknown);
        assertThat(forEverybodySignedIn).containsExactlyInAnyOrderEntriesOf(unknown);
    }

    @Test
    void a_path_outside_what_is_for_the_public_looks_like_none() {
        String owner = Api.unique("owner");
        String name = owner + "/data";
        Push.publish(
                Api.newAccount(owner),
                name,
                new Content().file("a/1", "one").file("a.txt", "beside").file("z/secret", "secret"));
        Grants.audience(name, "public", "a");
        String view = Api.anonymous()
                .get("/v1/packages/" + name + "/versions/latest")
                .then()
                .statusCode(200)
                .extract()
                .path("view.id");

        assertThat(answers(new Place(name, PUSH, "latest", "z/secret", 2, view)))
                .containsExactlyInAnyOrderEntriesOf(answers(new Place(name, PUSH, "latest", "z/secreu", 50, view)));
        assertThat(answers(new Place(name, PUSH, "latest", "a.txt", 1, view)))
                .containsExactlyInAnyOrderEntriesOf(answers(new Place(name, PUSH, "latest", "a.txu", 50, view)));
        assertThat(answers(new Place(name, PUSH, "latest", "a/1", 0, view)).values())
                .anyMatch(answer -> answer.startsWith("302\n"));
    }
}
