package dev.bale.registry.api.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Item;
import dev.bale.manifest.Page;
import dev.bale.manifest.PageKind;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.Tree;
import dev.bale.manifest.TreeBuilder;
import dev.bale.manifest.VersionDocument;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages that are not what they should be: each refused with the rule it breaks, and nothing of the request is kept. */
@QuarkusTest
class BadPagesTest {
    private static final Sha256 HASH = Sha256.of(new byte[] {1});

    private Api admin;
    private String name;

    @BeforeEach
    void a_package_name() {
        admin = Api.admin();
        name = Api.unique("team/badpages");
    }

    private static Content many() {
        Content content = new Content();
        IntStream.range(0, 600).forEach(i -> content.file("file-%04d".formatted(i), "same"));
        return content;
    }

    private static Entry entry(String path) {
        return Entry.of(EntryPath.of(path), 1, HASH);
    }

    /** Sends a page as the root of a version that claims to be it. */
    private ValidatableResponse sendRoot(Page root, long entries, long bytes) {
        return sendRoot(root.name(), root.bytes(), entries, bytes);
    }

    private ValidatableResponse sendRoot(Sha256 root, byte[] page, long entries, long bytes) {
        VersionDocument document = VersionDocument.of(root, entries, bytes);
        String push = "/v1/packages/" + name + "/pushes/" + UUID.randomUUID();
        admin.json(Map.of(
                        "top_hash",
                        document.topHash().toString(),
                        "document",
                        new String(document.toJson(), StandardCharsets.UTF_8)))
                .put(push)
                .then()
                .statusCode(201);
        return admin.as()
                .contentType("application/vnd.bale.pages")
                .body(page)
                .post(push + "/pages")
                .then();
    }

    private static void expect(ValidatableResponse answer, String code) {
        Problems.expect(answer, 422, "invalid-manifest").body("code", equalTo(code));
    }

    @Test
    void pages_that_break_a_rule_are_refused_with_its_name() {
        expect(sendRoot(leaf(entry("b"), entry("a")), 2, 2), "order");
        expect(sendRoot(leaf(entry("a"), entry("a")), 2, 2), "order");
        expect(sendRoot(leaf(entry("x"), entry("x/y")), 2, 2), "file-and-folder");
        expect(sendRoot(leaf(entry("x"), entry("y")), 3, 2), "sum");
        expect(sendRoot(leaf(entry("x"), entry("y")), 2, 3), "sum");
        expect(sendRoot(leaf(), 1, 1), "shape");
        List<Entry> uncut = many().entries();
        expect(sendRoot(Page.of(PageKind.ENTRIES, 0, uncut.subList(0, 256)), 256, 1_024), "boundary");
        Page whole = Page.of(PageKind.ENTRIES, 0, List.of(entry("x")));
        expect(sendRoot(whole.name(), bytes("{\"bale\":1,\"level\":0}\n{}\n"), 1, 1), "syntax");
        expect(sendRoot(whole.name(), bytes("{\"bale\":2,\"level\":0}\n"), 1, 1), "syntax");
        expect(sendRoot(whole.name(), bytes("{\"bale\":1,\"level\":99}\n"), 1, 1), "limit");
        expect(sendRoot(whole.name(), bytes("{\"bale\":1,\"level\":0}"), 1, 1), "syntax");
        expect(sendRoot(whole.name(), bytes("x".repeat(9_000)), 1, 1), "limit");
        expect(sendRoot(whole.name(), new byte[10_000], 1, 1), "limit");
        expect(sendRoot(whole.name(), bytes(" " + new String(whole.bytes(), StandardCharsets.UTF_8)), 1, 1), "syntax");
        expect(sendRoot(erased(whole), 1, 1), "syntax");
    }

    private static Page leaf(Entry... entries) {
        return Page.of(PageKind.ENTRIES, 0, List.of(entries));
    }

    private static Page erased(Page page) {
        return page.erase(0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_page_of_another_level_or_kind_than_its_parent_says_is_refused() {
        Content.Built built = many().build();
        Page root = built.pages().get(built.document().root());
        List<Item> refs = new ArrayList<>(root.pages());
        Page higher = Page.of(PageKind.ENTRIES, 2, refs);
        String push = opened(higher, 600, 2_400);
        send(push, higher).statusCode(200);

        Page child = built.pages().get(root.pages().getFirst().page());
        expect(send(push, child), "level");
    }

    private String opened(Page root, long entries, long bytes) {
        VersionDocument document = VersionDocument.of(root.name(), entries, bytes);
        String push = "/v1/packages/" + name + "/pushes/" + UUID.randomUUID();
        admin.json(Map.of(
                        "top_hash",
                        document.topHash().toString(),
                        "document",
                        new String(document.toJson(), StandardCharsets.UTF_8)))
                .put(push)
                .then()
                .statusCode(201);
        return push;
    }

    private ValidatableResponse send(String push, Page... pages) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Page page : pages) {
            body.writeBytes(page.bytes());
        }
        return admin.as()
                .contentType("application/vnd.bale.pages")
                .body(body.toByteArray())
                .post(push + "/pages")
                .then();
    }

    @Test
    void a_page_that_nobody_named_is_not_wanted() {
        Push push = Push.of(admin, name, many());
        push.open().statusCode(201);
        Page root = push.built().pages().get(push.built().document().root());
        Page child = push.built().pages().get(root.pages().getFirst().page());

        Problems.expect(push.sendPage(child.bytes()), 409, "not-wanted");
        Problems.expect(push.sendPage(leaf(entry("stranger")).bytes()), 409, "not-wanted");
        Problems.expect(send(push.address(), child, root), 409, "not-wanted");
        send(push.address(), root, child).statusCode(200);
    }

    @Test
    void of_a_request_with_one_bad_page_nothing_is_kept() {
        Push push = Push.of(admin, name, many());
        push.open().statusCode(201);
        Page root = push.built().pages().get(push.built().document().root());

        Problems.expect(send(push.address(), root, leaf(entry("stranger"))), 409, "not-wanted");

        push.get().body("root_wanted", equalTo(true)).body("wanted_pages", equalTo(1));
        List<String> wanted = push.wanted().extract().path("pages");
        assertThat(wanted).containsExactly(root.name().toString());
    }

    @Test
    void more_pages_than_a_request_takes_are_too_many() {
        Push push = Push.of(admin, name, new Content());
        push.open().statusCode(201);
        Page empty = push.built().pages().values().iterator().next();

        send(push.address()).statusCode(200).body("pages", empty());
        send(push.address(), Collections.nCopies(256, empty).toArray(Page[]::new))
                .statusCode(200);
        Problems.expect(send(push.address(), Collections.nCopies(257, empty).toArray(Page[]::new)), 413, "too-large");
    }

    @Test
    void more_bytes_than_a_request_takes_are_too_large() {
        Push push = Push.of(admin, name, new Content());
        push.open().statusCode(201);
        String path = "a/".repeat(500) + "%08d";
        List<Entry> wide =
                IntStream.range(0, 100).mapToObj(i -> entry(path.formatted(i))).toList();
        Page large = Page.of(PageKind.ENTRIES, 0, wide);
        assertThat(large.size()).isGreaterThan(100_000);

        Problems.expect(send(push.address(), Collections.nCopies(90, large).toArray(Page[]::new)), 413, "too-large");
    }

    @Test
    void one_fragment_named_with_two_sizes_is_refused() {
        Push push = Push.of(
                admin, name, new Content().claimed("a", 1, HASH.toString()).claimed("b", 2, HASH.toString()));
        push.open().statusCode(201);

        expect(push.sendPage(push.concatenatedPages()), "fragments");
    }

    @Test
    void one_fragment_list_claimed_with_two_sizes_is_refused_in_one_request_and_in_two() {
        Entry entry = new Content()
                .split("x", Collections.nCopies(9_000, new byte[8 << 10]))
                .entries()
                .getFirst();
        Entry other = new Entry(EntryPath.of("y"), entry.size() + 1, entry.sha256(), entry.fragments(), entry.meta());

        Page both = leaf(entry, other);
        expect(sendRoot(both, 2, entry.size() + other.size()), "sum");

        List<Entry> many = new ArrayList<>(many().entries());
        many.set(0, withPath(entry, many.getFirst().path()));
        many.set(many.size() - 1, withPath(other, many.getLast().path()));
        List<Page> pages = new ArrayList<>();
        TreeBuilder builder = new TreeBuilder(pages::add);
        many.forEach(builder::add);
        Tree tree = builder.finish();
        Page root = pages.getLast();
        String push = opened(root, tree.entries(), tree.bytes());
        send(push, root).statusCode(200);
        send(push, pages.getFirst()).statusCode(200);
        Page last = pages.stream()
                .filter(page -> page.level() == 0 && page.entries().contains(many.getLast()))
                .findFirst()
                .orElseThrow();
        expect(send(push, last), "sum");
    }

    private static Entry withPath(Entry entry, EntryPath path) {
        return new Entry(path, entry.size(), entry.sha256(), entry.fragments(), entry.meta());
    }

    @Test
    void a_whole_fragment_of_the_largest_size_can_be_uploaded() {
        Push push = Push.of(admin, name, new Content().claimed("a", 5L << 40, HASH.toString()));
        push.open().statusCode(201);

        push.sendPages();

        push.openUploads(push.wantedFragments()).statusCode(200);
    }
}
