package dev.bale.registry.api.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of packages and logs, and references to versions. */
@QuarkusTest
class PackagesTest {
    private String owner;
    private Api asOwner;

    @BeforeEach
    void an_account() {
        owner = Api.unique("owner");
        asOwner = Api.newAccount(owner);
    }

    private List<Object> all(String address, String list, String field) {
        List<Object> all = new ArrayList<>();
        String after = "";
        while (after != null) {
            ExtractableResponse<Response> part =
                    asOwner.as().get(address + after).then().statusCode(200).extract();
            all.addAll(part.path(list + "." + field));
            after = part.path("next") == null ? null : "&after=" + part.path("next");
        }
        return all;
    }

    @Test
    void packages_are_listed_a_page_at_a_time_and_by_prefix() {
        List<Object> names = new ArrayList<>();
        for (String name : List.of("a", "a-b", "a.b", "b", "c0", "c1", "c2")) {
            Push.publish(asOwner, owner + "/" + name, new Content().file("a", name));
            names.add(name);
        }
        names.sort(null);

        assertThat(all("/v1/packages?limit=2", "packages", "name"))
                .hasSize(7)
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(all("/v1/packages?limit=7", "packages", "name")).hasSize(7);
        assertThat(all("/v1/packages?limit=1000&prefix=" + owner + "/c", "packages", "name"))
                .containsExactly("c0", "c1", "c2");
        assertThat(all("/v1/packages?limit=1000&prefix=%25", "packages", "name"))
                .isEmpty();
        asOwner.as().get("/v1/packages?prefix=admin").then().statusCode(200).body("packages", empty());
    }

    @Test
    void a_log_is_listed_newest_first_a_page_at_a_time() {
        IntStream.range(0, 5)
                .forEach(i -> Push.publish(asOwner, owner + "/log", new Content().file("a", "content " + i)));

        assertThat(all("/v1/packages/" + owner + "/log/log?limit=2", "log", "sequence"))
                .containsExactly(5, 4, 3, 2, 1);
        assertThat(all("/v1/packages/" + owner + "/log/log?limit=5", "log", "sequence"))
                .hasSize(5);
        Problems.expect(
                asOwner.as().get("/v1/packages/" + owner + "/log/log?after=abc").then(), 400, "invalid-request");
    }

    @Test
    void a_hash_prefix_that_several_versions_share_is_refused_with_the_candidates() {
        String name = owner + "/many";
        // Of a thousand top hashes two begin with the same four digits.
        Map<String, Content> byPrefix = new HashMap<>();
        List<Content> pair = List.of();
        for (int i = 0; pair.isEmpty(); i++) {
            Content content = new Content().file("a", Integer.toString(i));
            Content before = byPrefix.put(content.build().topHash().substring(7, 11), content);
            pair = before == null ? List.of() : List.of(before, content);
        }
        List<String> topHashes = pair.stream()
                .map(content -> Push.publish(asOwner, name, content))
                .toList();
        String shared = "@" + topHashes.getFirst().substring(7, 11);

        List<String> candidates = Problems.expect(
                        asOwner.as()
                                .get("/v1/packages/" + name + "/versions/" + shared)
                                .then(),
                        409,
                        "ambiguous-reference")
                .extract()
                .path("candidates");
        assertThat(candidates).containsExactlyInAnyOrderElementsOf(topHashes);
        asOwner.as()
                .get("/v1/packages/" + name + "/versions/@"
                        + topHashes.getFirst().substring(7))
                .then()
                .body("top_hash", equalTo(topHashes.getFirst()));
    }

    @Test
    void references_that_are_none_are_refused_and_unknown_ones_not_found() {
        Push.publish(asOwner, owner + "/refs", new Content().file("a", "a"));
        Map<String, Integer> expected = Map.ofEntries(
                Map.entry("@123", 422),
                Map.entry("@xyz0", 422),
                Map.entry("@ABCDEF", 422),
                Map.entry("@" + "0".repeat(65), 422),
                Map.entry("sha256:abc", 422),
                Map.entry("sha256:" + "G".repeat(64), 422),
                Map.entry("a b", 422),
                Map.entry("-", 422),
                Map.entry("unknown", 404),
                Map.entry("1.2.3", 404),
                Map.entry("@0000000000", 404),
                Map.entry("sha256:" + "0".repeat(64), 404));

        expected.forEach((reference, status) -> Problems.expect(
                asOwner.as()
                        .get("/v1/packages/{ns}/refs/versions/{r}", owner, reference)
                        .then(),
                status,
                status == 404 ? "not-found" : "invalid-manifest"));
    }
}
