package dev.bale.registry.api.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Grants;
import dev.bale.registry.api.OpenTransaction;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import dev.bale.registry.db.audit.EventFeedRepository;
import dev.bale.registry.db.audit.EventFeedRepository.Feed;
import dev.bale.registry.db.audit.EventRepository;
import dev.bale.registry.db.audit.EventRow;
import dev.bale.registry.db.audit.HandedRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Story 4: from bytes to every place that holds them and everybody who was handed them. */
@QuarkusTest
class TraceTest {
    @Inject
    FoldHandOuts foldHandOuts;

    @Inject
    HandedRepository handed;

    @Inject
    EventFeedRepository feeds;

    @Inject
    EventRepository events;

    private String owner;
    private Api asOwner;
    private String scan;
    private String name;
    private String first;

    @BeforeEach
    void a_package_with_a_scan_of_its_own() {
        owner = Api.unique("tracer");
        asOwner = Api.newAccount(owner);
        scan = "scan of " + owner;
        name = owner + "/scans";
        first = publish(name, content("2026/p1.dcm").file("other", "other of " + owner));
    }

    private Content content(String path) {
        return new Content().file(path, scan);
    }

    private String publish(String inPackage, Content content) {
        return Push.publish(asOwner, inPackage, content);
    }

    private String hash() {
        return hash(scan);
    }

    private static String hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static JsonPath trace(String hash, String what) {
        return Api.admin()
                .as()
                .get("/v1/audit/fragments/" + hash + what)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private String person() {
        return Api.unique("person");
    }

    private Api reader(String person) {
        Api api = Api.newAccount(person);
        Grants.reader(name, person, null);
        return api;
    }

    private static void handOut(Api api, String inPackage, String version, long ordinal) {
        handOut(api, inPackage, version, Map.of("entries", List.of(List.of(ordinal, ordinal + 1))), "");
    }

    private static void handOut(Api api, String inPackage, String version, Map<String, ?> request, String program) {
        api.json(request)
                .header("User-Agent", program)
                .post("/v1/packages/" + inPackage + "/versions/" + version + "/hand-outs")
                .then()
                .statusCode(200);
    }

    private long accountId(String person) {
        return Db.count("select id from account where name = ?", person);
    }

    @Test
    void every_package_version_path_and_tag_that_holds_the_bytes_is_named() {
        String second = publish(name, content("2026/p1.dcm").file("other", "changed"));
        String third = publish(name, content("moved/p1.dcm"));
        String without = publish(name, new Content().file("other", "nothing else"));
        String elsewhere = publish(owner + "/copy", content("a/b.dcm").file("c.dcm", scan));
        asOwner.json(Map.of("version", second))
                .put("/v1/packages/" + name + "/tags/audited")
                .then();

        JsonPath places = trace(hash(), "/places");

        assertThat(places.<String>getList(
                        "places.collect { it.namespace + '/' + it.name + '@' + it.top_hash + '//' + it.path }"))
                .containsExactlyInAnyOrder(
                        name + "@" + first + "//2026/p1.dcm",
                        name + "@" + second + "//2026/p1.dcm",
                        name + "@" + third + "//moved/p1.dcm",
                        owner + "/copy@" + elsewhere + "//a/b.dcm",
                        owner + "/copy@" + elsewhere + "//c.dcm");
        assertThat(places.<String>getList("places.top_hash")).doesNotContain(without);
        assertThat(places.<String>getList("places.findAll { it.name == 'copy' }.tags.flatten()"))
                .containsOnly("latest");
        assertThat(places.<String>getList("places.pushed_by")).containsOnly(owner);
        JsonPath sums = trace(hash(), "");
        assertThat(sums.getInt("places.count")).isEqualTo(5);
        assertThat(sums.getInt("versions.count")).isEqualTo(4);
        assertThat(sums.getInt("packages.count")).isEqualTo(2);
        assertThat(sums.getInt("people.count")).isZero();
    }

    @Test
    void whoever_was_handed_the_bytes_is_named_and_whoever_read_the_listing_or_took_something_else_is_not() {
        String receiver = person();
        String byWhole = person();
        String looker = person();
        String otherTaker = person();
        handOut(reader(receiver), name, "latest", 0);
        handOut(reader(byWhole), name, "latest", Map.of("entries", List.of(List.of(0, 2))), "all of it");
        reader(looker)
                .as()
                .get("/v1/packages/" + name + "/versions/latest/entries")
                .then()
                .statusCode(200);
        handOut(reader(otherTaker), name, "latest", 1);

        assertThat(trace(hash(), "/people").<String>getList("people.account")).containsExactly(receiver, byWhole);
        foldHandOuts.fold();
        assertThat(trace(hash(), "/people").<String>getList("people.account")).containsExactly(receiver, byWhole);
        assertThat(trace(hash(), "").getInt("people.count")).isEqualTo(2);
    }

    @Test
    void the_answer_is_the_same_before_and_after_hand_outs_are_folded() {
        String person = person();
        Api api = reader(person);
        handOut(api, name, "latest", Map.of("entries", List.of(List.of(0, 1))), "one");
        foldHandOuts.fold();
        handOut(api, name, "latest", Map.of("entries", List.of(List.of(0, 1))), "one");
        handOut(api, name, "latest", Map.of("entries", List.of(List.of(0, 2))), "two");

        String before = trace(hash(), "/people").get("people").toString();
        foldHandOuts.fold();
        JsonPath after = trace(hash(), "/people");

        assertThat(after.get("people").toString()).isEqualTo(before);
        assertThat(after.getInt("people[0].hand_outs")).isEqualTo(3);
        assertThat(after.<String>getList("people[0].programs")).containsExactly("one", "two");
        assertThat(after.<String>getList("people[0].addresses")).containsExactly("127.0.0.1");
        assertThat(after.<String>getList("people[0].grants").getFirst()).startsWith("grant:");
        assertThat(after.getString("people[0].versions[0].top_hash")).isEqualTo(first);
        assertThat(Instant.parse(after.getString("people[0].first_at")))
                .isBefore(Instant.parse(after.getString("people[0].last_at")));
    }

    @Test
    void hand_outs_that_differ_in_nothing_but_time_take_one_row() {
        Api api = reader(person());
        for (int i = 0; i < 5; i++) {
            handOut(api, name, "latest", 0);
            foldHandOuts.fold();
        }
        assertThat(Db.query("""
                        select h.events from handed h join version v on v.id = h.version_id
                        where encode(v.top_hash, 'hex') = ?
                        """, row -> row.getLong(1), first.substring(7))).containsExactly(5L);
    }

    @Test
    void many_who_fold_at_once_count_nothing_twice() {
        Api api = reader(person());
        for (int i = 0; i < 10; i++) {
            handOut(api, name, "latest", 0);
        }
        List<CompletableFuture<Boolean>> folders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            folders.add(Background.start(() -> {
                foldHandOuts.fold();
                return true;
            }));
        }
        folders.forEach(CompletableFuture::join);

        assertThat(trace(hash(), "/people").getInt("people[0].hand_outs")).isEqualTo(10);
    }

    @Test
    void a_hand_out_that_commits_after_later_ones_were_folded_is_not_missed() {
        String late = person();
        String early = person();
        reader(late);
        long version = Db.count("select id from version where encode(top_hash, 'hex') = ?", first.substring(7));
        long account = accountId(late);
        OpenTransaction open = OpenTransaction.of(() -> events.append(handOutEvent(account, version)));
        handOut(reader(early), name, "latest", 0);
        foldHandOuts.fold();
        assertThat(trace(hash(), "/people").<String>getList("people.account")).containsExactly(early);

        open.commit();

        assertThat(trace(hash(), "/people").<String>getList("people.account")).containsExactly(late, early);
        foldHandOuts.fold();
        assertThat(trace(hash(), "/people").<String>getList("people.account")).containsExactly(late, early);
    }

    @Test
    void what_commits_while_a_long_window_is_folded_counts_once() {
        String person = person();
        reader(person);
        long version = Db.count("select id from version where encode(top_hash, 'hex') = ?", first.substring(7));
        long account = accountId(person);
        foldHandOuts.fold();
        OpenTransaction open = OpenTransaction.of(() -> events.append(handOutEvent(account, version)));
        // The folder is in the middle of what this snapshot shows, which the open transaction is not in.
        Db.update("""
                update event_feed
                set next = pg_current_snapshot(), next_at = now(), next_xid = '0'::xid8, next_id = 0, lease_until = null
                where name = 'handed'
                """);
        open.commit();

        assertThat(trace(hash(), "/people").getInt("people[0].hand_outs")).isEqualTo(1);
        foldHandOuts.fold();
        foldHandOuts.fold();
        assertThat(trace(hash(), "/people").getInt("people[0].hand_outs")).isEqualTo(1);
    }

    private static EventRow handOutEvent(@Nullable Long account, long version) {
        return handOutEvent(account, version, null);
    }

    private static EventRow handOutEvent(@Nullable Long account, long version, byte @Nullable [] ordinals) {
        return new EventRow(
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                "hand-out",
                "ok",
                account,
                null,
                null,
                null,
                version,
                null,
                null,
                ordinals,
                ordinals == null,
                null,
                null,
                null,
                null,
                "192.0.2.7",
                null);
    }

    @Test
    void what_is_folded_can_be_thrown_away_and_made_again() {
        handOut(reader(person()), name, "latest", 0);
        foldHandOuts.fold();
        String before = trace(hash(), "/people").get("people").toString();

        QuarkusTransaction.requiringNew().run(() -> {
            handed.clear();
            feeds.keep(HandedRepository.FEED, "test", Duration.ZERO, new Feed(null, null));
        });
        foldHandOuts.fold();

        assertThat(trace(hash(), "/people").get("people").toString()).isEqualTo(before);
    }

    @Test
    void after_a_restore_into_another_database_everything_is_folded_anew() {
        String person = person();
        handOut(reader(person), name, "latest", 0);
        foldHandOuts.fold();
        // There, transactions count from the beginning.
        Db.update(
                "update event_feed set done = '9000000000:9000000000:'::pg_snapshot, lease_until = null where name = 'handed'");

        String later = person();
        handOut(reader(later), name, "latest", 0);

        foldHandOuts.fold();

        assertThat(trace(hash(), "/people").<String>getList("people.account")).containsExactly(person, later);
        assertThat(trace(hash(), "/people").getInt("people[0].hand_outs")).isEqualTo(1);
    }

    @Test
    void bytes_that_are_no_bitmap_stop_nothing_and_count_as_everything() {
        String person = person();
        reader(person);
        long version = Db.count("select id from version where encode(top_hash, 'hex') = ?", first.substring(7));
        long account = accountId(person);
        QuarkusTransaction.requiringNew()
                .run(() -> events.append(handOutEvent(account, version, new byte[] {1, 2, 3, 4, 5, 6, 7, 8})));

        for (int i = 0; i < 2; i++) {
            assertThat(trace(hash(), "/people").<String>getList("people.account"))
                    .containsExactly(person);
            foldHandOuts.fold();
        }
    }

    @Test
    void whoever_did_not_sign_in_is_the_public() {
        long version = Db.count("select id from version where encode(top_hash, 'hex') = ?", first.substring(7));
        QuarkusTransaction.requiringNew().run(() -> events.append(handOutEvent(null, version)));

        JsonPath people = trace(hash(), "/people?principal=public");

        assertThat(people.<String>getList("people.kind")).containsExactly("public");
        assertThat(people.<String>getList("people[0].addresses")).containsExactly("192.0.2.7");
        assertThat(people.<String>getList("people[0].may_read")).isEmpty();
    }

    @Test
    void a_file_of_several_fragments_is_found_by_its_own_hash_and_by_each_of_theirs() {
        String person = person();
        // Only files above 64 MiB are split; the same MiB over and over is uploaded once.
        List<byte[]> fragments = new ArrayList<>(Collections.nCopies(70, new byte[1 << 20]));
        byte[] last = ("last of " + owner).getBytes(StandardCharsets.UTF_8);
        fragments.add(last);
        publish(name, new Content().file("small", "small").split("large", fragments));
        handOut(reader(person), name, "latest", 0);
        String whole = Sha256.of(fragments.toArray(byte[][]::new)).toString();

        for (String hash : List.of(whole, Sha256.of(last).toString())) {
            assertThat(trace(hash, "/people").<String>getList("people.account")).containsExactly(person);
        }
        assertThat(trace(whole, "").getBoolean("whole")).isTrue();
        assertThat(trace(hash("small"), "/people?package=" + name).<String>getList("people.account"))
                .isEmpty();
    }

    @Test
    void whoever_reports_to_have_the_bytes_already_is_named_without_a_hand_out() {
        String person = person();
        handOut(
                reader(person),
                name,
                "latest",
                Map.of("entries", List.of(List.of(1, 2)), "cached", List.of(List.of(0, 1))),
                "");

        for (int i = 0; i < 2; i++) {
            JsonPath people = trace(hash(), "/people");
            assertThat(people.<String>getList("people.account")).containsExactly(person);
            assertThat(people.getInt("people[0].hand_outs")).isZero();
            foldHandOuts.fold();
        }
    }

    @Test
    void whether_they_still_may_read_follows_the_grants() {
        String person = person();
        Api api = Api.newAccount(person);
        long grant = Grants.reader(name, person, null);
        handOut(api, name, "latest", 0);
        assertThat(trace(hash(), "/people").<String>getList("people[0].may_read"))
                .containsExactly(name);

        Grants.revoke(grant);
        assertThat(trace(hash(), "/people").<String>getList("people[0].may_read"))
                .isEmpty();
        Grants.reader(name, person, "elsewhere");
        assertThat(trace(hash(), "/people").<String>getList("people[0].may_read"))
                .isEmpty();
        Grants.reader(name, person, null);
        assertThat(trace(hash(), "/people").<String>getList("people[0].may_read"))
                .containsExactly(name);
        Db.update("update account set disabled_at = now() where name = ?", person);
        assertThat(trace(hash(), "/people").<String>getList("people[0].may_read"))
                .isEmpty();
    }

    @Test
    void bytes_of_a_deleted_version_are_traced_and_nobody_may_read_them() {
        String person = person();
        handOut(reader(person), name, "latest", 0);
        publish(name, new Content().file("other", "without"));
        Db.deleteVersion(first);

        assertThat(trace(hash(), "/places").getString("places[0].deleted_at")).isNotNull();
        JsonPath people = trace(hash(), "/people");
        assertThat(people.<String>getList("people.account")).containsExactly(person);
        assertThat(people.<String>getList("people[0].may_read")).isEmpty();
    }

    @Test
    void filters_narrow_and_pages_lose_nothing() {
        String second = publish(name, content("2026/p1.dcm").file("new", "new"));
        publish(owner + "/copy", content("x"));
        List<String> people = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            people.add(person());
            handOut(reader(people.get(i)), name, i == 2 ? second : first, 0);
        }
        foldHandOuts.fold();

        assertThat(pages("/places?limit=1", "places.top_hash", 3))
                .isEqualTo(trace(hash(), "/places").getList("places.top_hash"));
        assertThat(pages("/people?limit=1", "people.account", 3)).isEqualTo(people);
        assertThat(trace(hash(), "/places?package=" + owner + "/copy").getList("places"))
                .hasSize(1);
        assertThat(trace(hash(), "/places?package=" + name + "&version=" + second.substring(7, 17))
                        .getList("places"))
                .hasSize(1);
        assertThat(trace(hash(), "/people?package=" + name + "&version=" + second)
                        .<String>getList("people.account"))
                .containsExactly(people.get(2));
        assertThat(trace(hash(), "/people?package=" + owner + "/copy").getList("people"))
                .isEmpty();
        assertThat(trace(hash(), "/people?principal=" + people.get(1)).<String>getList("people.account"))
                .containsExactly(people.get(1));
        assertThat(trace(hash(), "/people?since=2999-01-01T00:00:00Z").getList("people"))
                .isEmpty();
        assertThat(trace(hash(), "/people?until=2000-01-01T00:00:00Z").getList("people"))
                .isEmpty();
        assertThat(trace(hash(), "/people?since=2000-01-01T00:00:00Z&until=2999-01-01T00:00:00Z")
                        .getList("people"))
                .hasSize(3);
    }

    private List<String> pages(String query, String field, int expected) {
        List<String> all = new ArrayList<>();
        String after = "";
        while (after != null) {
            JsonPath page = trace(hash(), query + (after.isEmpty() ? "" : "&after=" + after));
            assertThat(page.getList(field)).hasSizeLessThanOrEqualTo(1);
            all.addAll(page.getList(field));
            after = page.getString("next");
            assertThat(all).hasSizeLessThanOrEqualTo(expected);
        }
        return all;
    }

    @Test
    void exports_have_every_line_whatever_the_page_and_run_nothing_in_a_spreadsheet() {
        publish(name, content("=cmd|' /C calc'!A0").file("2026/p1.dcm", scan));
        for (int i = 0; i < 3; i++) {
            handOut(
                    reader(person()),
                    name,
                    first,
                    Map.of("entries", List.of(List.of(0, 1))),
                    "=HYPERLINK(\"x\"),<script>");
        }

        String csv = text("/people?format=csv&limit=1");
        assertThat(csv.lines()).hasSize(4);
        assertThat(csv).contains("\"'=HYPERLINK(\"\"x\"\"),<script>\"");
        assertThat(text("/people?format=ndjson&limit=1").lines()).hasSize(3);
        assertThat(text("/places?format=csv&limit=1").lines()).hasSize(4);
        assertThat(text("/places?format=csv")).contains("\"'=cmd|' /C calc'!A0\"");
        assertThat(text("/places?format=ndjson&limit=1").lines()).hasSize(3);
    }

    private String text(String query) {
        return Api.admin()
                .as()
                .get("/v1/audit/fragments/" + hash() + query)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    @Test
    void erasing_somebody_erases_addresses_and_programs_from_the_trace_and_keeps_who_it_was() {
        String person = person();
        Api api = reader(person);
        handOut(api, name, "latest", Map.of("entries", List.of(List.of(0, 1))), "one");
        handOut(api, name, "latest", Map.of("entries", List.of(List.of(0, 1))), "two");
        foldHandOuts.fold();
        handOut(api, name, "latest", Map.of("entries", List.of(List.of(0, 1))), "three");

        Api.admin()
                .json(Map.of("account", person))
                .post("/v1/audit/erasures")
                .then()
                .statusCode(200);

        for (int i = 0; i < 2; i++) {
            JsonPath people = trace(hash(), "/people");
            assertThat(people.<String>getList("people.account")).containsExactly(person);
            assertThat(people.<String>getList("people[0].addresses")).isEmpty();
            assertThat(people.<String>getList("people[0].programs")).isEmpty();
            assertThat(people.getInt("people[0].hand_outs")).isEqualTo(3);
            foldHandOuts.fold();
        }
        assertThat(Db.count("select count(*) from handed where account_id = ?", accountId(person)))
                .isEqualTo(1);
    }

    @Test
    void an_auditor_may_trace_and_is_on_the_trail_for_it() {
        String auditor = Api.unique("aud");
        Api asAuditor = Api.newAccount(auditor);
        Db.update("update account set auditor = true where name = ?", auditor);

        asAuditor.as().get("/v1/audit/fragments/" + hash() + "/people").then().statusCode(200);

        assertThat(Db.query(
                        "select detail from event where kind = 'trace' and account_id = ?",
                        row -> row.getString(1),
                        accountId(auditor)))
                .containsExactly("{\"sha256\":\"" + hash() + "\"}");
    }

    @Test
    void a_hash_that_nobody_ever_pushed_is_nowhere() {
        String unknown = hash("never pushed " + owner);
        assertThat(trace(unknown, "/places").getList("places")).isEmpty();
        assertThat(trace(unknown, "/people").getList("people")).isEmpty();
        assertThat(trace(unknown.substring(7), "").getInt("places.count")).isZero();
    }

    @Test
    void nonsense_is_refused() {
        refuse("zz", "", 400, "invalid-request");
        refuse(hash().toUpperCase(java.util.Locale.ROOT), "", 400, "invalid-request");
        refuse(hash(), "/places?after=%00", 400, "invalid-request");
        refuse(hash(), "/places?after=YWJj", 400, "invalid-request");
        refuse(hash(), "/people?after=x", 400, "invalid-request");
        refuse(hash(), "/people?since=yesterday", 400, "invalid-request");
        refuse(hash(), "/people?version=" + first, 400, "invalid-request");
        refuse(hash(), "/people?package=nobody/nothing", 404, "not-found");
        refuse(hash(), "/people?package=" + name + "&version=000000", 404, "not-found");
        refuse(hash(), "/people?principal=nobody-of-that-name", 404, "not-found");
        refuse(hash(), "/people?format=xml", 400, "invalid-request");
        refuse(hash(), "/people?limit=100000", 400, "invalid-request");
    }

    private static void refuse(String hash, String what, int status, String slug) {
        Problems.expect(
                Api.admin()
                        .as()
                        .urlEncodingEnabled(false)
                        .get("/v1/audit/fragments/" + hash + what)
                        .then(),
                status,
                slug);
    }

    @Test
    void a_page_of_places_costs_the_same_however_many_there_are() {
        Content many = new Content();
        for (int i = 0; i < 1_200; i++) {
            many.file("copies/" + i, scan);
        }
        publish(name, many);

        Api.admin()
                .as()
                .get("/v1/audit/fragments/" + hash() + "/places?limit=1000")
                .then()
                .body("places.size()", equalTo(1_000));
        assertThat(trace(hash(), "").getInt("places.count")).isEqualTo(1_201);
    }
}
