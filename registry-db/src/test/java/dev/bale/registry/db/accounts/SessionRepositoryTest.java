package dev.bale.registry.db.accounts;

import static dev.bale.registry.db.Sample.AT;
import static dev.bale.registry.db.Sample.run;
import static dev.bale.registry.db.Sample.tx;
import static dev.bale.registry.db.Waiting.async;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.Sample;
import dev.bale.registry.db.TestPostgres;
import dev.bale.registry.db.Waiting;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestPostgres.class)
class SessionRepositoryTest {
    @Inject
    Sample sample;

    @Inject
    Waiting waiting;

    @Inject
    Database database;

    @Inject
    AccountRepository accounts;

    @Inject
    SessionRepository sessions;

    @Test
    void a_session_lives_until_it_expires_or_is_ended() {
        UUID session = session(sample.account());

        assertThat(live(session, 59)).isTrue();
        assertThat(live(session, 60)).isFalse();

        run(() -> sessions.end(session, AT));
        assertThat(live(session, 0)).isFalse();
    }

    @Test
    void sessions_of_a_disabled_account_are_dead_at_once() {
        long account = sample.account();
        UUID session = session(account);

        disable(account);

        assertThat(live(session, 0)).isFalse();
        assertThat(tx(() -> accounts.lockEnabled(account))).isFalse();
    }

    @Test
    void an_account_is_not_disabled_while_somebody_relies_on_it() throws Exception {
        long account = sample.account();
        CompletableFuture<Integer> disabling = new CompletableFuture<>();

        Future<Boolean> disabled = tx(() -> {
            assertThat(accounts.lockEnabled(account)).isTrue();
            Future<Boolean> waits = async(() -> {
                disabling.complete(waiting.process());
                database.update("update account set disabled_at = now() where id = ?", p -> p.add(account));
                return true;
            });
            waiting.untilBlocked(disabling.get());
            return waits;
        });

        assertThat(disabled.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_session_is_not_ended_while_somebody_relies_on_it() throws Exception {
        long account = sample.account();
        UUID session = session(account);
        CompletableFuture<Integer> ending = new CompletableFuture<>();

        Future<Boolean> ended = tx(() -> {
            assertThat(sessions.hold(account, session, AT)).isTrue();
            Future<Boolean> waits = async(() -> {
                ending.complete(waiting.process());
                sessions.end(session, AT);
                return true;
            });
            waiting.untilBlocked(ending.get());
            return waits;
        });

        assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(tx(() -> sessions.hold(account, session, AT))).isFalse();
    }

    @Test
    void nobody_holds_an_expired_session_or_one_of_a_disabled_account_or_of_another() {
        long account = sample.account();
        UUID session = session(account);

        assertThat(tx(() -> sessions.hold(sample.account(), session, AT))).isFalse();
        assertThat(tx(() -> sessions.hold(account, session, AT.plusSeconds(60))))
                .isFalse();
        disable(account);
        assertThat(tx(() -> sessions.hold(account, session, AT))).isFalse();
    }

    @Test
    void the_session_of_an_exchanged_token_keeps_its_limits_and_is_forgotten_when_it_is_over() {
        long account = sample.account();
        UUID session = UUID.randomUUID();
        run(() -> sessions.openExchange(
                session, account, "ci", List.of("read"), List.of("team/*"), AT, AT.plusSeconds(60)));

        SessionRepository.LiveRow live =
                tx(() -> sessions.live(session, null, AT)).orElseThrow();
        assertThat(live.scopes()).containsExactly("read");
        assertThat(live.patterns()).containsExactly("team/*");

        UUID other = session(account);
        run(() -> sessions.forgetExchanged(AT.plusSeconds(60)));
        assertThat(live(session, 0)).isTrue();
        run(() -> sessions.forgetExchanged(AT.plusSeconds(61)));
        assertThat(live(session, 0)).isFalse();
        assertThat(live(other, 0)).isTrue();
    }

    @Test
    void a_used_refresh_token_stays_known_as_used() {
        UUID session = session(sample.account());
        byte[] hash = Sample.fresh().toBytes();
        run(() -> sessions.addToken(session, hash, AT));
        assertThat(tx(() -> sessions.lockToken(hash)).orElseThrow().usedAt()).isNull();

        run(() -> sessions.useToken(session, hash, AT.plusSeconds(1)));
        run(() -> sessions.useToken(session, hash, AT.plusSeconds(2)));

        assertThat(tx(() -> sessions.lockToken(hash)).orElseThrow().usedAt()).isEqualTo(AT.plusSeconds(1));
    }

    private UUID session(long account) {
        UUID session = UUID.randomUUID();
        run(() -> sessions.open(session, account, "test", AT, AT.plusSeconds(60)));
        return session;
    }

    private boolean live(UUID session, int seconds) {
        return tx(() -> sessions.live(session, AT.plusSeconds(seconds))).isPresent();
    }

    private void disable(long account) {
        run(() -> database.update("update account set disabled_at = now() where id = ?", p -> p.add(account)));
    }
}
