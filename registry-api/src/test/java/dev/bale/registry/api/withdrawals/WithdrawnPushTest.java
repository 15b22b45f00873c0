package dev.bale.registry.api.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A push of what is withdrawn is refused, and not before whoever pushes has shown to have it. */
@QuarkusTest
class WithdrawnPushTest {
    @Inject
    WithdrawnRepository withdrawn;

    @Inject
    WithdrawalRepository withdrawals;

    private String owner;
    private Api api;
    private String name;
    private String beta;
    private String topHash;

    @BeforeEach
    void a_version_of_two_files() {
        owner = Api.unique("owner");
        api = Api.newAccount(owner);
        name = owner + "/data";
        beta = Api.unique("beta");
        topHash = Push.publish(api, name, new Content().file("a", owner).file("b", beta));
    }

    private static void isRefused(ValidatableResponse answer, String path) {
        Problems.expect(answer, 409, "withdrawn")
                .body("detail", containsString(path))
                .body("detail", containsString(Withdrawals.REASON))
                .body("detail", containsString(Withdrawals.TICKET));
    }

    @Test
    void withdrawn_bytes_are_wanted_again_like_unknown_ones_and_refused_at_the_commit() {
        Withdrawals.entry(name, "b");

        Push push = Push.of(api, owner + "/again", new Content().file("other/b", beta));
        push.named(Map.of());
        assertThat(push.wantedFragments()).containsExactly(Withdrawals.sha256(beta));
        Problems.expect(push.commit(), 409, "push-incomplete");
        push.uploadWanted();

        isRefused(push.commit(), "other/b");
    }

    @Test
    void bytes_that_the_registry_never_saw_are_refused_as_well() {
        String never = Api.unique("never seen");
        Withdrawals.withdraw(Map.of("sha256", Withdrawals.sha256(never)))
                .statusCode(200)
                .body("effect.paths", org.hamcrest.Matchers.equalTo(0));

        isRefused(
                Push.of(api, owner + "/new", new Content().file("n", never))
                        .uploaded(Map.of())
                        .commit(),
                "n");
    }

    @Test
    void a_file_that_was_skipped_before_the_withdrawal_is_refused_at_the_commit() {
        Push push = Push.of(api, owner + "/copy", new Content().file("c", beta)).uploaded(Map.of());
        assertThat(push.uploaded()).isEmpty();
        Withdrawals.entry(name, "b");

        isRefused(push.commit(), "c");
    }

    @Test
    void a_version_that_keeps_a_withdrawn_file_is_refused_and_one_without_it_is_not() {
        Withdrawals.entry(name, "b");
        Content keeping = new Content().file("a", owner).file("b", beta).file("c", "more");

        isRefused(Push.of(api, name, keeping).uploaded(Map.of()).commit(), "b");
        isRefused(patch(topHash, "{\"remove\":\"a\"}\n"), "b");
        patch(topHash, "{\"remove\":\"b\"}\n").statusCode(200);
    }

    private ValidatableResponse patch(String parent, String lines) {
        String push = "/v1/packages/" + name + "/pushes/" + UUID.randomUUID();
        api.json(Map.of("expected_parent", parent)).put(push).then().statusCode(201);
        ValidatableResponse patched = api.as()
                .contentType("application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post(push + "/patch")
                .then();
        return patched.extract().statusCode() == 200
                ? api.as().post(push + "/commit").then()
                : patched;
    }

    @Test
    void a_withdrawn_version_is_published_under_no_push_and_lends_nothing_to_others() {
        Withdrawals.version(name, topHash);

        Push same = Push.of(api, name, new Content().file("a", owner).file("b", beta));
        same.named(Map.of());
        assertThat(same.wantedFragments()).hasSize(2);
        same.uploadWanted();
        isRefused(same.commit(), topHash);
        same.abort();
        isRefused(patch(topHash, "{\"remove\":\"a\"}\n"), topHash);

        Push other = Push.of(api, name, new Content().file("a", owner).file("c", beta));
        other.named(Map.of());
        assertThat(other.wantedFragments()).hasSize(2);
        other.uploadWanted();
        other.commit().statusCode(200);
    }

    @Test
    void a_push_that_skipped_pages_of_a_version_withdrawn_since_is_closed() {
        Push push = Push.of(
                        api,
                        name,
                        new Content().file("a", owner).file("b", beta).file("c", "more"))
                .uploaded(Map.of());
        Withdrawals.version(name, topHash);

        Problems.expect(push.commit(), 409, "push-closed");
    }

    @Test
    void a_commit_that_begins_while_something_is_withdrawn_waits_and_is_then_refused() {
        String gamma = Api.unique("gamma");
        Push push = Push.of(api, name, new Content().file("g", gamma)).uploaded(Map.of());
        OpenTransaction withdrawing = OpenTransaction.of(() -> {
            withdrawn.holdAll();
            Sha256 hash = Sha256.parse(Withdrawals.sha256(gamma));
            long id = withdrawals.add(
                    new WithdrawalRepository.Target("fragment", null, null, null, hash, false),
                    Withdrawals.REASON,
                    Withdrawals.TICKET,
                    Db.count("select id from account where name = 'admin'"),
                    Instant.now());
            withdrawals.cover(id, List.of(hash));
        });

        CompletableFuture<ValidatableResponse> commit = Background.start(push::commit);
        withdrawing.untilSomebodyWaits();
        withdrawing.commit();

        isRefused(commit.join(), "g");
    }
}
