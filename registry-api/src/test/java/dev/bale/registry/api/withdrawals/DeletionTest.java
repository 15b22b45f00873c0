package dev.bale.registry.api.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import dev.bale.registry.api.stores.Stores;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Withdrawn bytes are deleted by two administrators after a wait, everywhere, and never otherwise. */
@QuarkusTest
class DeletionTest {
    private static final Duration WAIT = Duration.ofDays(7).plusMinutes(1);

    @Inject
    DeleteWithdrawn deleteWithdrawn;

    @Inject
    WithdrawalConfig config;

    @Inject
    Stores stores;

    private Api owner;
    private Api second;
    private String name;
    private String text;
    private String key;
    private String withdrawal;

    @BeforeEach
    void a_withdrawn_file() {
        String ownerName = Api.unique("owner");
        owner = Api.newAccount(ownerName);
        String secondName = Api.unique("admin");
        second = Api.newAccount(secondName);
        Db.update("update account set admin = true where name = ?", secondName);
        name = ownerName + "/data";
        text = Api.unique("secret ");
        Push.publish(owner, name, new Content().file("a", text).file("b", ownerName));
        key = keys().getFirst();
        withdrawal = Withdrawals.entry(name, "a");
    }

    private List<String> keys() {
        return Db.query(
                "select l.key from location l join hash h on h.id = l.hash_id where 'sha256:' || encode(h.sha256, 'hex') = ?",
                row -> row.getString(1),
                Withdrawals.sha256(text));
    }

    private boolean stored(String at) {
        return stores.named(Stores.DEFAULT).objects().head(at).isPresent();
    }

    private ValidatableResponse ask(Api admin, boolean others) {
        return admin.json(Map.of("others", others))
                .post("/v1/withdrawals/" + withdrawal + "/deletion")
                .then();
    }

    private ValidatableResponse confirm(Api admin) {
        return admin.as()
                .post("/v1/withdrawals/" + withdrawal + "/deletion/confirm")
                .then();
    }

    private ValidatableResponse get() {
        return Api.admin().as().get("/v1/withdrawals/" + withdrawal).then().statusCode(200);
    }

    @Test
    void after_the_wait_and_a_second_administrators_word_every_object_is_gone() {
        ask(Api.admin(), false).statusCode(200).body("deletion.asked_by", equalTo("admin"));
        confirm(second).statusCode(200).body("deletion.confirmed_at", notNullValue());

        deleteWithdrawn.run(Instant.now().plus(Duration.ofDays(6)));
        assertThat(stored(key)).isTrue();
        get().body("deletion.begun_at", nullValue());
        deleteWithdrawn.run(Instant.now().plus(WAIT));

        assertThat(stored(key)).isFalse();
        assertThat(keys()).isEmpty();
        get().body("deletion.deleted_at", notNullValue());
        assertThat(AuditLine.of(name).stream().map(AuditLine::kind))
                .containsSubsequence("withdraw", "delete-ask", "delete-confirm", "delete");
        assertThat(AuditLine.of(name).getLast().detail())
                .isEqualTo("{\"withdrawal\":" + withdrawal + ",\"objects\":1,\"bytes\":" + text.length()
                        + ",\"in_place\":0}");
        Withdrawals.handOut(owner, name, "latest", Withdrawals.all(2))
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("withdrawn.size()", equalTo(1));
        owner.as().get("/v1/packages/" + name + "/versions/latest").then().statusCode(200);
    }

    @Test
    void nobody_deletes_alone() {
        Problems.expect(confirm(second), 409, "withdrawal-state");
        ask(Api.admin(), false).statusCode(200);

        Problems.expect(confirm(Api.admin()), 409, "withdrawal-state");
        assertThatThrownBy(() -> Db.update(
                        "update withdrawal set deletion_confirmed_by = deletion_asked_by where id = ?",
                        Long.valueOf(withdrawal)))
                .hasStackTraceContaining("withdrawal_two_admins_check");
        deleteWithdrawn.run(Instant.now().plus(WAIT));
        assertThat(stored(key)).isTrue();
    }

    @Test
    void another_asking_needs_another_confirmation() {
        ask(Api.admin(), false).statusCode(200);
        confirm(second).statusCode(200);
        ask(second, false).statusCode(200).body("deletion.confirmed_at", nullValue());

        Problems.expect(confirm(second), 409, "withdrawal-state");
        confirm(Api.admin()).statusCode(200);
    }

    @Test
    void until_it_begins_it_can_be_lifted_and_not_after() {
        ask(Api.admin(), false).statusCode(200);
        confirm(second).statusCode(200);
        Withdrawals.lift(withdrawal).statusCode(200);
        deleteWithdrawn.run(Instant.now().plus(WAIT));
        assertThat(stored(key)).isTrue();
        Problems.expect(ask(Api.admin(), false), 409, "withdrawal-state");

        withdrawal = Withdrawals.entry(name, "a");
        ask(Api.admin(), false).statusCode(200);
        confirm(second).statusCode(200);
        deleteWithdrawn.run(Instant.now().plus(WAIT));
        assertThat(stored(key)).isFalse();
        Problems.expect(Withdrawals.lift(withdrawal), 409, "withdrawal-state");
    }

    @Test
    void what_is_uploaded_again_after_the_deletion_does_not_stay() {
        ask(Api.admin(), false).statusCode(200);
        confirm(second).statusCode(200);
        deleteWithdrawn.run(Instant.now().plus(WAIT));
        Push again =
                Push.of(owner, name + "again", new Content().file("z", text)).uploaded(Map.of());
        Problems.expect(again.commit(), 409, "withdrawn");
        String uploaded = keys().getFirst();
        assertThat(stored(uploaded)).isTrue();

        deleteWithdrawn.run(Instant.now().plus(WAIT));

        assertThat(keys()).isEmpty();
        assertThat(stored(uploaded)).isFalse();
    }

    @Test
    void files_that_were_not_named_are_listed_first() {
        Push.publish(owner, name + "copy", new Content().file("x", "nothing"));
        Withdrawals.lift(withdrawal).statusCode(200);
        Push.publish(owner, name + "copy", new Content().file("x/copy", text));
        withdrawal = Withdrawals.entry(name, "a");

        Problems.expect(ask(Api.admin(), false), 409, "withdrawal-state")
                .body("detail", containsString(name + "copy//x/copy"));
        ask(Api.admin(), true).statusCode(200);
    }

    @Test
    void a_version_is_not_deleted_as_such() {
        withdrawal = Withdrawals.made(Map.of("package", name, "version", "latest"));

        Problems.expect(ask(Api.admin(), true), 409, "withdrawal-state");
    }

    @Test
    void the_wait_is_a_week_and_never_shorter_than_a_minute() {
        assertThat(config.deletionDelay()).isEqualTo(Duration.ofDays(7));
        assertThatThrownBy(() -> AskDeletion.check(Duration.ofSeconds(59)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bale.withdrawal.deletion-delay");
        assertThatThrownBy(() -> AskDeletion.check(Duration.ofDays(-7))).isInstanceOf(IllegalStateException.class);
    }
}
