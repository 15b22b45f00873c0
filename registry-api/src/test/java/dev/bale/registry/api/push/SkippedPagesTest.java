package dev.bale.registry.api.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Item;
import dev.bale.manifest.Page;
import dev.bale.manifest.PageKind;
import dev.bale.manifest.PageRef;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.VersionDocument;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page that need not be sent must still be what the push says of it, and fit where the push puts it. */
@QuarkusTest
class SkippedPagesTest {
    private Api admin;
    private String name;
    private Content content;
    private Content.Built base;

    @BeforeEach
    void a_version_of_several_pages() {
        admin = Api.admin();
        name = Api.unique("team/skipped");
        content = new Content();
        for (int i = 0; i < 600; i++) {
            content.file("file-%04d".formatted(i), "same");
        }
        Push.publish(admin, name, content);
        base = content.build();
        assertThat(root().level()).isEqualTo(1);
    }

    private Page root() {
        return base.pages().get(base.document().root());
    }

    private Page leaf(int index) {
        return base.pages().get(root().pages().get(index).page());
    }

    @Test
    void the_sums_of_a_version_document_are_checked_even_where_the_root_is_skipped() {
        VersionDocument document = VersionDocument.of(
                base.document().root(),
                base.document().entries() + 1,
                base.document().bytes());

        Problems.expect(open(document), 422, "invalid-manifest").body("code", equalTo("sum"));
    }

    @Test
    void the_sums_of_a_skipped_page_are_checked() {
        List<Item> refs = new ArrayList<>(root().pages());
        PageRef first = root().pages().getFirst();
        refs.set(0, new PageRef(first.last(), first.page(), first.entries() + 1, first.bytes()));

        Problems.expect(send(refs, 1), 422, "invalid-manifest").body("code", equalTo("sum"));
    }

    @Test
    void the_last_path_of_a_skipped_page_is_checked() {
        List<Item> refs = new ArrayList<>(root().pages());
        PageRef first = root().pages().getFirst();
        EntryPath earlier = lowKeyAfter(leaf(0).entries().getFirst().path(), first.last());
        refs.set(0, new PageRef(earlier, first.page(), first.entries(), first.bytes()));

        Problems.expect(send(refs, 0), 422, "invalid-manifest").body("code", equalTo("last"));
    }

    @Test
    void a_skipped_page_must_come_after_its_new_neighbour() {
        // The page before it gets an entry that belongs into the middle of the skipped one.
        Page second = leaf(1);
        EntryPath within = lowKeyAfter(
                second.entries().getFirst().path(), root().pages().get(1).last());
        List<Entry> changed = new ArrayList<>(leaf(0).entries());
        Entry replaced = changed.removeLast();
        changed.add(Entry.of(within, replaced.size(), replaced.sha256()));
        Page neighbour = Page.of(PageKind.ENTRIES, 0, changed);
        List<Item> refs = new ArrayList<>(root().pages());
        PageRef first = root().pages().getFirst();
        refs.set(0, new PageRef(within, neighbour.name(), first.entries(), first.bytes()));

        Problems.expect(send(refs, 0), 422, "invalid-manifest").body("code", equalTo("order"));
    }

    @Test
    void a_skipped_page_that_was_the_last_must_end_by_itself_when_others_follow() {
        // The last page of the base ends because nothing follows; here a page follows.
        Page more = Page.of(
                PageKind.ENTRIES,
                0,
                List.of(Entry.of(
                        EntryPath.of("zzz"), 4, leaf(0).entries().getFirst().sha256())));
        List<Item> refs = new ArrayList<>(root().pages());
        refs.add(new PageRef(EntryPath.of("zzz"), more.name(), 1, 4));

        Problems.expect(send(refs, 1, 4), 422, "invalid-manifest").body("code", equalTo("boundary"));
    }

    @Test
    void the_first_path_of_a_skipped_subtree_must_come_after_its_new_neighbour() {
        a_version_of_three_levels(Content::entries);
        Page left = page(root(), 0);
        Page lastLeaf = page(left, left.pages().size() - 1);
        Page skipped = page(root(), 1);
        EntryPath within = pathAfter(
                page(skipped, 0).entries().getFirst().path(),
                skipped.pages().getFirst().last(),
                0,
                1);
        List<Entry> entries = new ArrayList<>(lastLeaf.entries());
        Entry replaced = entries.removeLast();
        entries.add(Entry.of(within, replaced.size(), replaced.sha256()));
        Page neighbour = Page.of(PageKind.ENTRIES, 0, entries);
        List<Item> below = new ArrayList<>(left.pages());
        PageRef last = (PageRef) below.removeLast();
        below.add(new PageRef(within, neighbour.name(), last.entries(), last.bytes()));
        Page index = Page.of(PageKind.ENTRIES, 1, below);
        List<Item> refs = new ArrayList<>(root().pages());
        PageRef first = root().pages().getFirst();
        refs.set(0, new PageRef(within, index.name(), first.entries(), first.bytes()));

        Problems.expect(send(2, refs, 0, 0), 422, "invalid-manifest").body("code", equalTo("order"));
    }

    @Test
    void the_last_leaf_of_a_skipped_subtree_must_end_by_itself_when_others_follow() {
        // Its last path ends a page of the level above and not the leaf itself, which ended because nothing followed.
        a_version_of_three_levels(content -> {
            EntryPath last = pathAfter(EntryPath.of("last"), EntryPath.of("later"), 1);
            return content.file(last.toString(), "same").entries();
        });
        Page leaf = Page.of(
                PageKind.ENTRIES,
                0,
                List.of(Entry.of(
                        EntryPath.of("zzz"),
                        4,
                        page(page(root(), 0), 0).entries().getFirst().sha256())));
        Page index = Page.of(PageKind.ENTRIES, 1, List.of(new PageRef(EntryPath.of("zzz"), leaf.name(), 1, 4)));
        List<Item> refs = new ArrayList<>(root().pages());
        refs.add(new PageRef(EntryPath.of("zzz"), index.name(), 1, 4));

        Problems.expect(send(2, refs, 1, 4), 422, "invalid-manifest").body("code", equalTo("boundary"));
    }

    private void a_version_of_three_levels(Function<Content, List<Entry>> change) {
        content = new Content();
        for (int i = 0; i < 9_000; i++) {
            content.file("file-%05d".formatted(i), "same");
        }
        assertThat(change.apply(content)).isNotEmpty();
        name = Api.unique("team/skipped");
        Push.publish(admin, name, content);
        base = content.build();
        assertThat(root().level()).isEqualTo(2);
    }

    private Page page(Page parent, int index) {
        return base.pages().get(parent.pages().get(index).page());
    }

    @Test
    void what_fits_is_skipped() {
        Push push = Push.of(admin, name, content.file("file-0300-and-a-half", "same"));

        push.uploaded(Map.of());

        push.commit().statusCode(200).body("entries", equalTo(601));
        assertThat(push.sentPages()).hasSizeLessThan(4);
    }

    private ValidatableResponse open(VersionDocument document) {
        return open(push(), document);
    }

    private ValidatableResponse open(String push, VersionDocument document) {
        return admin.json(Map.of(
                        "top_hash",
                        document.topHash().toString(),
                        "document",
                        new String(document.toJson(), StandardCharsets.UTF_8)))
                .put(push)
                .then();
    }

    private String push() {
        return "/v1/packages/" + name + "/pushes/" + UUID.randomUUID();
    }

    private ValidatableResponse send(List<Item> refs, long moreEntries) {
        return send(refs, moreEntries, 0);
    }

    private ValidatableResponse send(List<Item> refs, long moreEntries, long moreBytes) {
        return send(1, refs, moreEntries, moreBytes);
    }

    private ValidatableResponse send(int level, List<Item> refs, long moreEntries, long moreBytes) {
        Page crafted = Page.of(PageKind.ENTRIES, level, refs);
        String push = push();
        open(
                        push,
                        VersionDocument.of(
                                crafted.name(),
                                base.document().entries() + moreEntries,
                                base.document().bytes() + moreBytes))
                .statusCode(201);
        return admin.as()
                .contentType("application/vnd.bale.pages")
                .body(crafted.bytes())
                .post(push + "/pages")
                .then();
    }

    /** A path between the two whose hash ends a leaf and nothing above, so that the crafted page is cut as it must be. */
    private static EntryPath lowKeyAfter(EntryPath from, EntryPath before) {
        return pathAfter(from, before, 0);
    }

    /** A path between the two whose hash ends pages of these levels and of no other. */
    private static EntryPath pathAfter(EntryPath from, EntryPath before, Integer... levels) {
        Set<Integer> ends = Set.of(levels);
        for (int i = 0; i < 1_000_000; i++) {
            EntryPath path = EntryPath.of(from + "-" + i);
            boolean fits = IntStream.range(0, 3).allMatch(level -> isLow(level, path) == ends.contains(level));
            if (fits && path.compareTo(before) < 0) {
                return path;
            }
        }
        throw new AssertionError("no such path");
    }

    private static boolean isLow(int level, EntryPath path) {
        byte[] hash = Sha256.of(new byte[] {(byte) level}, path.toString().getBytes(StandardCharsets.UTF_8))
                .toBytes();
        long head = (hash[0] & 0xffL) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | (hash[3] & 0xff);
        return head * 64 < 1L << 32;
    }
}
