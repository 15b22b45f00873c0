package dev.bale.registry.api.trace;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Grants;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much a package is used: counted from the trail, each event once, without names. */
@QuarkusTest
class FoldInstallsTest {
    @Inject
    FoldInstalls foldInstalls;

    private String owner;
    private Api asOwner;
    private String name;

    @BeforeEach
    void a_package() {
        owner = Api.unique("user");
        asOwner = Api.newAccount(owner);
        name = owner + "/used";
        Push.publish(asOwner, name, new Content().file("a/1", owner).file("b/2", "2"));
    }

    private Api reader(String path) {
        String person = Api.unique("reader");
        Api api = Api.newAccount(person);
        Grants.reader(name, person, path);
        return api;
    }

    private void handOut(Api api, String purpose) {
        api.json(Map.of("entries", List.of(List.of(0, 1)), "purpose", purpose))
                .post("/v1/packages/" + name + "/versions/latest/hand-outs")
                .then()
                .statusCode(200);
    }

    private ValidatableResponse usage(Api api) {
        return api.as().get("/v1/packages/" + name + "/usage").then();
    }

    @Test
    void installs_and_people_are_counted_by_week_and_looks_are_not() {
        Api one = reader(null);
        Api two = reader(null);
        handOut(one, "install");
        handOut(one, "install");
        handOut(two, "install");
        handOut(two, "cat");
        handOut(asOwner, "verify");

        foldInstalls.fold();
        foldInstalls.fold();

        LocalDate monday = LocalDate.now(ZoneOffset.UTC).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        usage(one)
                .statusCode(200)
                .body("weeks", hasSize(52))
                .body("weeks[51].week", equalTo(monday.toString()))
                .body("weeks[51].installs", equalTo(3))
                .body("weeks[51].people", equalTo(2))
                .body("weeks[0].week", equalTo(monday.minusWeeks(51).toString()))
                .body("weeks[50].installs", equalTo(0))
                .body("people", equalTo(2));
    }

    @Test
    void folding_anew_from_the_whole_trail_counts_the_same() {
        handOut(asOwner, "install");
        foldInstalls.fold();
        Db.update("delete from package_use");
        Db.update(
                "update event_feed set done = null, next = null, next_at = null, next_xid = null, next_id = null, holder = null where name = 'package-use'");

        foldInstalls.fold();
        foldInstalls.fold();

        usage(asOwner).body("weeks[51].installs", equalTo(1));
    }

    @Test
    void whoever_may_read_only_some_paths_is_told_no_usage() {
        Problems.expect(usage(reader("a")), 403, "forbidden");
        Problems.expect(usage(Api.newAccount(Api.unique("stranger"))), 404, "not-found");
    }
}
