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
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestPostgres.class)
class ApiTokenRepositoryTest {
    @Inject
    Sample sample;

    @Inject
    Waiting waiting;

    @Inject
    Database database;

    @Inject
    ApiTokenRepository tokens;

    private record Token(UUID id, long account, byte[] hash) {}

    private Token token(long account) {
        Token token = new Token(UUID.randomUUID(), account, Sample.fresh().toBytes());
        run(() -> tokens.add(
                account,
                account,
                token.hash(),
                new ApiTokenRow(
                        token.id(), "laptop", List.of("read"), List.of("team/*"), AT, AT.plusSeconds(60), null)));
        return token;
    }

    private boolean live(Token token, int seconds) {
        return tx(() -> tokens.live(token.hash(), AT.plusSeconds(seconds))).isPresent();
    }

    private boolean held(Token token) {
        return tx(() -> tokens.hold(token.account(), token.id(), AT));
    }

    @Test
    void a_token_is_found_by_its_hash_until_it_expires() {
        Token token = token(sample.account());

        ApiTokenRepository.LiveToken found =
                tx(() -> tokens.live(token.hash(), AT)).orElseThrow();

        assertThat(found.account().id()).isEqualTo(token.account());
        assertThat(found.token().scopes()).containsExactly("read");
        assertThat(found.token().patterns()).containsExactly("team/*");
        assertThat(live(token, 59)).isTrue();
        assertThat(live(token, 60)).isFalse();
        assertThat(tx(() -> tokens.hold(token.account(), token.id(), AT.plusSeconds(60))))
                .isFalse();
    }

    @Test
    void a_revoked_token_is_dead_at_once_and_for_its_owner_alone_to_revoke() {
        Token token = token(sample.account());
        long stranger = sample.account();

        assertThat(tx(() -> tokens.revoke(token.id(), stranger, AT))).isFalse();
        assertThat(live(token, 0)).isTrue();
        assertThat(tx(() -> tokens.revoke(token.id(), token.account(), AT))).isTrue();

        assertThat(live(token, 0)).isFalse();
        assertThat(held(token)).isFalse();
        assertThat(tx(() -> tokens.revoke(token.id(), token.account(), AT))).isFalse();
        assertThat(tx(() -> tokens.list(token.account(), null, 10))).isEmpty();
    }

    @Test
    void tokens_of_a_disabled_account_are_dead_at_once() {
        Token token = token(sample.account());

        run(() -> database.update("update account set disabled_at = now() where id = ?", p -> p.add(token.account())));

        assertThat(live(token, 0)).isFalse();
        assertThat(held(token)).isFalse();
    }

    @Test
    void a_token_is_not_revoked_while_somebody_relies_on_it() throws Exception {
        Token token = token(sample.account());
        CompletableFuture<Integer> revoking = new CompletableFuture<>();

        Future<Boolean> revoked = tx(() -> {
            assertThat(tokens.hold(token.account(), token.id(), AT)).isTrue();
            Future<Boolean> waits = async(() -> {
                revoking.complete(waiting.process());
                return tokens.revoke(token.id(), token.account(), AT);
            });
            waiting.untilBlocked(revoking.get());
            // A request with the same token comes meanwhile: noting its use must not wait for either.
            async(() -> {
                        tokens.used(token.id(), AT, AT);
                        return true;
                    })
                    .get(10, TimeUnit.SECONDS);
            return waits;
        });

        assertThat(revoked.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void the_last_use_is_noted_once_in_a_while() {
        Token token = token(sample.account());

        run(() -> tokens.used(token.id(), AT, AT.minusSeconds(60)));
        run(() -> tokens.used(token.id(), AT.plusSeconds(30), AT.minusSeconds(30)));
        assertThat(lastUse(token)).isEqualTo(AT);
        run(() -> tokens.used(token.id(), AT.plusSeconds(90), AT.plusSeconds(30)));
        assertThat(lastUse(token)).isEqualTo(AT.plusSeconds(90));
    }

    private Instant lastUse(Token token) {
        return tx(() -> tokens.list(token.account(), null, 10)).getFirst().lastUsedAt();
    }

    @Test
    void tokens_are_listed_page_by_page() {
        long account = sample.account();
        List<UUID> ids =
                List.of(token(account).id(), token(account).id(), token(account).id());

        List<ApiTokenRow> first = tx(() -> tokens.list(account, null, 2));
        List<ApiTokenRow> rest = tx(() -> tokens.list(account, first.getLast().id(), 2));

        assertThat(first).hasSize(2);
        assertThat(rest).hasSize(1);
        assertThat(List.of(
                        first.getFirst().id(),
                        first.getLast().id(),
                        rest.getFirst().id()))
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(tx(() -> tokens.countLive(account, AT))).isEqualTo(3);
        assertThat(tx(() -> tokens.countLive(account, AT.plusSeconds(60)))).isZero();
    }
}
