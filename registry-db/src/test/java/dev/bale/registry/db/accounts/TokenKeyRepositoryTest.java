package dev.bale.registry.db.accounts;

import static dev.bale.registry.db.Sample.AT;
import static dev.bale.registry.db.Sample.name;
import static dev.bale.registry.db.Sample.run;
import static dev.bale.registry.db.Sample.tx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.Sample;
import dev.bale.registry.db.TestPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestPostgres.class)
class TokenKeyRepositoryTest {
    @Inject
    Sample sample;

    @Inject
    Database database;

    @Inject
    TokenKeyRepository keys;

    @Inject
    SessionRepository sessions;

    /** Which key signs is a question to the whole table. */
    @BeforeEach
    void no_keys() {
        run(() -> database.update("delete from token_key", _ -> {}));
    }

    private String key(int signsFrom) {
        String id = name("key");
        run(() -> keys.add(
                new TokenKeyRow(id, new byte[] {1}, new byte[] {2}, at(signsFrom), at(signsFrom), null, null)));
        return id;
    }

    private static Instant at(int seconds) {
        return AT.plusSeconds(seconds);
    }

    private String signing(int seconds) {
        return tx(() -> keys.signing(at(seconds))).map(TokenKeyRow::id).orElse("none");
    }

    @Test
    void the_key_before_signs_until_the_next_one_does() {
        String first = key(0);
        String second = key(60);

        assertThat(signing(0)).isEqualTo(first);
        assertThat(signing(59)).isEqualTo(first);
        assertThat(signing(60)).isEqualTo(second);
        assertThat(signing(600)).isEqualTo(second);
    }

    @Test
    void a_replica_whose_clock_is_behind_has_a_key_to_sign_with() {
        String only = key(10);

        assertThat(signing(0)).isEqualTo(only);
    }

    @Test
    void a_third_key_before_the_second_signs_takes_its_place_in_turn() {
        String first = key(0);
        String second = key(60);
        String third = key(70);

        assertThat(List.of(signing(59), signing(60), signing(69), signing(70)))
                .containsExactly(first, second, second, third);
    }

    @Test
    void a_retired_key_verifies_until_its_tokens_are_dead() {
        String first = key(0);
        String second = key(60);

        assertThat(verifying(59)).containsExactly(second, first);
        assertThat(verifying(60)).containsExactly(second);
        assertThat(tx(() -> keys.verifying(first, at(59)))).isPresent();
        assertThat(tx(() -> keys.verifying(first, at(60)))).isEmpty();
    }

    private List<String> verifying(int deadBefore) {
        return tx(() -> keys.verifying(at(deadBefore))).stream()
                .map(TokenKeyRow::id)
                .toList();
    }

    @Test
    void a_revoked_key_neither_signs_nor_verifies_and_its_secret_is_gone() {
        String only = key(0);

        assertThat(tx(() -> keys.revoke(only, AT))).isTrue();

        assertThat(signing(0)).isEqualTo("none");
        assertThat(verifying(0)).isEmpty();
        assertThat(tx(() -> keys.verifying(only, AT))).isEmpty();
        assertThat(tx(() -> keys.hasLasting())).isFalse();
        assertThat(tx(() -> keys.newest(10)).getFirst().sealedPrivateKey()).isNull();
        assertThat(tx(() -> keys.revoke(only, AT))).isFalse();
    }

    @Test
    void the_secret_of_a_key_that_will_never_sign_again_is_forgotten() {
        String first = key(0);
        String second = key(60);

        run(() -> keys.forgetPrivate(at(61)));

        assertThat(signing(30)).isEqualTo(second);
        assertThat(tx(() -> keys.newest(10)))
                .filteredOn(key -> key.id().equals(first))
                .allSatisfy(key -> assertThat(key.sealedPrivateKey()).isNull());
    }

    @Test
    void a_session_counts_only_with_a_key_that_does() {
        String first = key(0);
        key(60);
        UUID session = UUID.randomUUID();
        long account = sample.account();
        run(() -> sessions.open(session, account, "test", AT, at(600)));

        assertThat(live(session, first, 59)).isTrue();
        assertThat(live(session, first, 60)).isFalse();
        assertThat(live(session, "unknown", 0)).isFalse();
        assertThat(tx(() -> sessions.live(session, null, AT))).isPresent();
        run(() -> keys.revoke(first, AT));
        assertThat(live(session, first, 0)).isFalse();
    }

    private boolean live(UUID session, String key, int deadBefore) {
        return tx(() -> sessions.live(session, new SessionRepository.KeyUse(key, at(deadBefore)), AT))
                .isPresent();
    }
}
