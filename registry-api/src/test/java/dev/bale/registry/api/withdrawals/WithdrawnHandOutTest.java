package dev.bale.registry.api.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Grants;
import dev.bale.registry.api.OpenTransaction;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import dev.bale.registry.db.withdrawals.WithdrawalRepository;
import dev.bale.registry.db.withdrawals.WithdrawnRepository;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promises 4 and 9: what is withdrawn is handed out nowhere, in no form and on no way, from the answer on. */
@QuarkusTest
class WithdrawnHandOutTest {
    @Inject
    WithdrawnRepository withdrawn;

    @Inject
    WithdrawalRepository withdrawals;

    private String owner;
    private Api api;
    private String name;
    private String alpha;
    private String beta;
    private String topHash;

    @BeforeEach
    void a_version_of_three_files() {
        owner = Api.unique("owner");
        api = Api.newAccount(owner);
        name = owner + "/data";
        alpha = Api.unique("alpha");
        beta = Api.unique("beta");
        topHash = Push.publish(api, name, content());
    }

    private Content content() {
        return new Content().file("a", alpha).file("b", beta).file("c", "gamma " + alpha);
    }

    private List<AuditLine> handOuts(String ofPackage) {
        return AuditLine.of(ofPackage).stream()
                .filter(line -> line.kind().equals("hand-out"))
                .toList();
    }

    private static void isRefused(ValidatableResponse answer) {
        Problems.expect(answer, 409, "withdrawn")
                .body("detail", containsString(Withdrawals.REASON))
                .body("detail", containsString(Withdrawals.TICKET));
    }

    @Test
    void a_withdrawn_entry_gets_no_url_and_is_named_while_the_others_are_handed_out() {
        Withdrawals.entry(name, "b");

        Withdrawals.handOut(api, name, "latest", Withdrawals.all(3))
                .statusCode(200)
                .body("items.ordinal", contains(0, 2))
                .body("withdrawn", hasSize(1))
                .body("withdrawn[0].ordinal", equalTo(1))
                .body("withdrawn[0].path", equalTo("b"))
                .body("withdrawn[0].reason", equalTo(Withdrawals.REASON))
                .body("withdrawn[0].ticket", equalTo(Withdrawals.TICKET));
        assertThat(handOuts(name).getLast().ordinals()).containsExactly(0, 2);
    }

    @Test
    void every_other_way_to_its_bytes_is_refused_with_the_reason() {
        api.json(Map.of("reference", "latest"))
                .put("/v1/packages/" + name + "/tags/old")
                .then()
                .statusCode(200);
        Withdrawals.entry(name, "b");

        for (String reference : List.of("latest", "old", topHash, "@" + topHash.substring(7, 19))) {
            isRefused(Withdrawals.handOut(
                    api, name, reference, Map.of("entries", List.of(List.of(1L, 2L)), "form", "plain")));
            Withdrawals.handOut(api, name, reference, Map.of("fragments", Map.of("ordinal", 1, "from", 0, "to", 1)))
                    .statusCode(200)
                    .body("items", empty())
                    .body("withdrawn[0].path", equalTo("b"));
            String file = "/v1/packages/" + name + "/versions/" + reference + "/files/b";
            isRefused(api.as().redirects().follow(false).get(file).then());
            isRefused(api.as().get(file + "?as=curl").then());
        }
        assertThat(handOuts(name))
                .allMatch(line -> !line.all() && line.ordinals().isEmpty());
    }

    @Test
    void the_same_bytes_are_withdrawn_under_every_name_and_in_every_package() {
        String other = owner + "/other";
        Push.publish(api, other, new Content().file("copy/of/b", beta).file("z", "zeta " + beta));
        Withdrawals.entry(name, "b");
        api.json(Map.of("name", "moved"))
                .post("/v1/packages/" + other + "/rename")
                .then()
                .statusCode(200);

        for (String at : List.of(other, owner + "/moved")) {
            Withdrawals.handOut(api, at, "latest", Withdrawals.all(2))
                    .statusCode(200)
                    .body("withdrawn.path", contains("copy/of/b"))
                    .body("items.ordinal", contains(1));
        }
    }

    @Test
    void bytes_are_withdrawn_by_their_hash_as_a_fragment_and_as_a_whole_file() {
        String two = Api.unique("two ");
        String split = owner + "/split";
        List<byte[]> fragments = Withdrawals.large(Withdrawals.block(), two.getBytes(StandardCharsets.UTF_8));
        Push.publish(api, split, new Content().split("fragments", fragments).file("single", two));

        String byFragment = Withdrawals.bytes(Withdrawals.sha256(two));
        Withdrawals.handOut(api, split, "latest", Withdrawals.all(2))
                .body("items", empty())
                .body("withdrawn.path", contains("fragments", "single"));
        Withdrawals.lift(byFragment).statusCode(200);
        Withdrawals.bytes(Withdrawals.whole(fragments));

        Withdrawals.handOut(api, split, "latest", Withdrawals.all(2))
                .body("items.ordinal", contains(1))
                .body("withdrawn.path", contains("fragments"));
    }

    @Test
    void fragments_that_other_files_use_are_covered_only_when_asked_for() {
        byte[] block = Withdrawals.block();
        byte[] head = Api.unique("head ").getBytes(StandardCharsets.UTF_8);
        byte[] tail = Api.unique("tail ").getBytes(StandardCharsets.UTF_8);
        byte[] more = Api.unique("more ").getBytes(StandardCharsets.UTF_8);
        String split = owner + "/grown";
        Push.publish(api, split, new Content().split("log", Withdrawals.large(block, head, tail)));
        Push.publish(api, split, new Content().split("log", Withdrawals.large(block, head, more)));
        Map<String, Object> what = Map.of("package", split, "version", "latest", "path", "log");

        Api.admin()
                .json(what)
                .post("/v1/withdrawals/preview")
                .then()
                .statusCode(200)
                .body("shared_fragments", equalTo(2))
                .body("paths", equalTo(1))
                .body("versions", equalTo(1));
        String withdrawal = Withdrawals.made(what);
        assertThat(covered(withdrawal)).isEqualTo(2);
        Withdrawals.lift(withdrawal);
        String shared = Withdrawals.made(Map.of("package", split, "version", "latest", "path", "log", "shared", true));
        assertThat(covered(shared)).isEqualTo(4);
    }

    private static long covered(String withdrawal) {
        return Db.count("select count(*) from withdrawn_hash where withdrawal_id = ?", Long.valueOf(withdrawal));
    }

    @Test
    void entries_that_the_client_has_already_are_named_too_and_recorded() {
        Withdrawals.entry(name, "b");

        Withdrawals.handOut(api, name, "latest", Map.of("cached", List.of(List.of(0L, 3L))))
                .statusCode(200)
                .body("items", empty())
                .body("withdrawn.path", contains("b"));
        assertThat(handOuts(name).getLast().cached()).containsExactly(0, 1, 2);
        Withdrawals.handOut(api, name, "latest", Map.of("cached", List.of(List.of(0L, 1L))))
                .body("withdrawn", nullValue());
    }

    @Test
    void a_withdrawn_version_hands_out_nothing_but_still_resolves_and_shares_what_others_have() {
        String second = Push.publish(api, name, content().file("d", Api.unique("delta")));
        Withdrawals.withdraw(Map.of("package", name, "version", topHash))
                .statusCode(200)
                .body("effect.fragments", equalTo(3))
                .body("effect.fragments_elsewhere", equalTo(3));

        api.as().get("/v1/packages/" + name + "/versions/" + topHash).then().statusCode(200);
        isRefused(Withdrawals.handOut(api, name, topHash, Withdrawals.all(3)));
        isRefused(Withdrawals.handOut(api, name, topHash, Map.of("cached", List.of(List.of(0L, 3L)))));
        Withdrawals.handOut(api, name, second, Withdrawals.all(4))
                .statusCode(200)
                .body("items", hasSize(4));
    }

    @Test
    void whoever_reads_some_paths_is_told_of_these_alone() {
        String reader = Api.unique("reader");
        Api asReader = Api.newAccount(reader);
        Grants.grantPath(api, name, reader, "b");
        String view =
                asReader.as().get("/v1/packages/" + name + "/versions/latest").path("view.id");
        Withdrawals.entry(name, "a");

        Withdrawals.handOut(asReader, name, "latest", Map.of("cached", List.of(List.of(0L, 1L)), "view", view))
                .statusCode(200)
                .body("withdrawn", nullValue());
        Withdrawals.entry(name, "b");
        Withdrawals.handOut(asReader, name, "latest", Map.of("cached", List.of(List.of(0L, 1L)), "view", view))
                .body("withdrawn.ordinal", contains(0))
                .body("withdrawn.path", contains("b"));
    }

    @Test
    void what_was_lifted_is_handed_out_again_unless_another_withdrawal_covers_it() {
        String first = Withdrawals.entry(name, "b");
        String second = Withdrawals.bytes(Withdrawals.sha256(beta));

        Withdrawals.lift(first).statusCode(200).body("lifted_by", equalTo("admin"));
        Withdrawals.handOut(api, name, "latest", Withdrawals.all(3)).body("withdrawn.path", contains("b"));
        Withdrawals.lift(second).statusCode(200);
        Withdrawals.handOut(api, name, "latest", Withdrawals.all(3)).body("items", hasSize(3));
        Withdrawals.lift(second).statusCode(200);
    }

    /** The withdrawal is made and not committed: whoever asks now waits, and then gets nothing. */
    @Test
    void a_hand_out_that_begins_while_something_is_withdrawn_waits_and_then_goes_without() {
        OpenTransaction withdrawing = OpenTransaction.of(() -> withdrawHere(beta));

        CompletableFuture<ValidatableResponse> handOut =
                Background.start(() -> Withdrawals.handOut(api, name, "latest", Withdrawals.all(3)));
        withdrawing.untilSomebodyWaits();
        withdrawing.commit();

        handOut.join().statusCode(200).body("withdrawn.path", contains("b")).body("items", hasSize(2));
    }

    private void withdrawHere(String text) {
        withdrawn.holdAll();
        Sha256 hash = Sha256.parse(Withdrawals.sha256(text));
        long admin = Db.count("select id from account where name = 'admin'");
        long id = withdrawals.add(
                new WithdrawalRepository.Target("fragment", null, null, null, hash, false),
                Withdrawals.REASON,
                Withdrawals.TICKET,
                admin,
                Instant.now());
        withdrawals.cover(id, List.of(hash));
    }

    /** A hand-out that is past its checks and not committed: the withdrawal waits for it, so that its answer comes after. */
    @Test
    void a_withdrawal_waits_for_the_hand_outs_that_are_under_way() throws InterruptedException {
        OpenTransaction busy = OpenTransaction.of("update account set admin = admin where name = ?", owner);
        CompletableFuture<ValidatableResponse> handOut =
                Background.start(() -> Withdrawals.handOut(api, name, "latest", Withdrawals.all(3)));
        busy.untilSomebodyWaits();

        CompletableFuture<String> withdrawal = Background.start(() -> Withdrawals.entry(name, "b"));
        Instant end = Instant.now().plusSeconds(20);
        while (Db.count(
                        "select count(*) from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and not granted")
                == 0) {
            assertThat(Instant.now()).as("the withdrawal did not wait").isBefore(end);
            assertThat(withdrawal).isNotDone();
            Thread.sleep(10);
        }
        busy.commit();

        handOut.join().statusCode(200).body("items", hasSize(3));
        String id = withdrawal.join();
        long told =
                Db.count("select id from event where kind = 'withdraw' and detail = ?", "{\"withdrawal\":" + id + "}");
        assertThat(handOuts(name).getLast().id()).isLessThan(told);
    }

    @Test
    void no_hand_out_commits_after_the_withdrawal_has_answered_however_many_run() {
        AtomicBoolean stop = new AtomicBoolean();
        List<CompletableFuture<Integer>> running = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            running.add(Background.start(() -> {
                int answers = 0;
                while (!stop.get()) {
                    Withdrawals.handOut(api, name, "latest", Withdrawals.all(3)).statusCode(200);
                    answers++;
                }
                return answers;
            }));
        }
        for (int round = 0; round < 10; round++) {
            String withdrawal = Withdrawals.entry(name, "b");
            long with = handOutsOfAll();
            Withdrawals.handOut(api, name, "latest", Withdrawals.all(3));
            Withdrawals.handOut(api, name, "latest", Withdrawals.all(3));
            assertThat(handOutsOfAll())
                    .as("hand-outs of all entries after the answer")
                    .isEqualTo(with);
            Withdrawals.lift(withdrawal);
        }
        stop.set(true);
        assertThat(running).allSatisfy(thread -> assertThat(thread.join()).isPositive());
    }

    private long handOutsOfAll() {
        return Db.count("""
                select count(*) from event e
                join package k on k.id = e.package_id join namespace n on n.id = k.namespace_id
                where n.name || '/' || k.name = ? and e.kind = 'hand-out' and e.all_ordinals
                """, name);
    }
}
