package dev.bale.registry.api.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.manifest.Page;
import dev.bale.manifest.PageStream;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages by version and position. */
@QuarkusTest
class ReadPagesTest {
    private Api admin;
    private String name;
    private Content.Built built;

    @BeforeEach
    void a_version_of_several_pages() {
        admin = Api.admin();
        name = Api.unique("team/pages");
        Content content = new Content();
        IntStream.range(0, 600).forEach(i -> content.file("file-%04d".formatted(i), "same"));
        Push.publish(admin, name, content);
        built = content.build();
    }

    private ValidatableResponse read(List<String> positions) {
        return admin.json(Map.of("positions", positions))
                .post("/v1/packages/" + name + "/versions/latest/pages")
                .then();
    }

    private static List<Page> pages(ValidatableResponse answer) throws IOException {
        PageStream stream = new PageStream(
                new ByteArrayInputStream(answer.statusCode(200).extract().asByteArray()));
        List<Page> pages = new ArrayList<>();
        for (Optional<Page> page = stream.next(); page.isPresent(); page = stream.next()) {
            pages.add(page.get());
        }
        return pages;
    }

    @Test
    void pages_come_in_the_order_asked_and_may_be_kept_privately() throws IOException {
        Page root = built.pages().get(built.document().root());

        List<Page> pages =
                pages(read(List.of("1", "", "0", "1")).header("Cache-Control", "private, max-age=31536000, immutable"));

        assertThat(pages.stream().map(Page::name))
                .containsExactly(
                        root.pages().get(1).page(),
                        root.name(),
                        root.pages().get(0).page(),
                        root.pages().get(1).page());
        assertThat(pages)
                .allSatisfy(page -> assertThat(page).isEqualTo(built.pages().get(page.name())));
    }

    @Test
    void positions_that_no_page_has_are_not_found() {
        Problems.expect(read(List.of("", "255")), 404, "not-found");
        Problems.expect(read(List.of("0.0")), 404, "not-found");
    }

    @Test
    void positions_that_are_none_are_refused() {
        for (String wrong : List.of("a", ".", "0.", ".0", "0..0", "-1", "256", "00", "1e1", " 0", "0/0")) {
            Problems.expect(read(List.of(wrong)), 422, "invalid-manifest");
        }
        Problems.expect(read(List.of("0." + "0.".repeat(31) + "0")), 422, "invalid-manifest");
        Problems.expect(read(List.of("0".repeat(101))), 400, "invalid-request");
        Problems.expect(read(List.of()), 400, "invalid-request");
        Problems.expect(read(Collections.nCopies(257, "")), 400, "invalid-request");
        read(Collections.nCopies(256, "0")).statusCode(200);
    }

    @Test
    void an_entry_without_a_paged_list_has_no_fragment_pages() {
        String address = "/v1/packages/" + name + "/versions/latest/fragment-pages";

        Problems.expect(
                admin.json(Map.of("ordinal", 0, "positions", List.of("")))
                        .post(address)
                        .then(),
                400,
                "invalid-request");
        Problems.expect(
                admin.json(Map.of("ordinal", 600, "positions", List.of("")))
                        .post(address)
                        .then(),
                404,
                "not-found");
        Problems.expect(
                admin.json(Map.of("ordinal", -1, "positions", List.of("")))
                        .post(address)
                        .then(),
                400,
                "invalid-request");
    }
}
