package dev.bale.registry.db.push;

import static dev.bale.registry.db.Sample.AT;
import static dev.bale.registry.db.Sample.all;
import static dev.bale.registry.db.Sample.at;
import static dev.bale.registry.db.Sample.fresh;
import static dev.bale.registry.db.Sample.run;
import static dev.bale.registry.db.Sample.tx;
import static dev.bale.registry.db.Waiting.async;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import dev.bale.registry.db.Sample;
import dev.bale.registry.db.Sample.Pack;
import dev.bale.registry.db.TestPostgres;
import dev.bale.registry.db.Waiting;
import dev.bale.registry.db.packages.PresenceRepository;
import dev.bale.registry.db.packages.Reader;
import dev.bale.registry.db.stores.LocationRepository;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestPostgres.class)
class UploadRepositoryTest {
    @Inject
    Sample sample;

    @Inject
    Waiting waiting;

    @Inject
    Database database;

    @Inject
    UploadRepository uploads;

    @Inject
    PushRepository pushes;

    @Inject
    PushContentRepository content;

    @Inject
    PresenceRepository presence;

    @Inject
    LocationRepository locations;

    @Test
    void uploads_come_back_as_they_were_added() {
        Pack pack = sample.pack();
        long push = sample.push(pack, pack.owner());
        UploadRow single = row(push, pack.store(), fresh(), null, null, "open");
        UploadRow multipart = row(push, pack.store(), fresh(), "an id", 8L << 20, "open");

        run(() -> uploads.add(List.of(single, multipart)));

        assertThat(tx(() -> uploads.ofPush(push, List.of(single.id(), multipart.id()))))
                .containsExactlyInAnyOrder(single, multipart);
        assertThat(tx(() -> uploads.openMultipart(push, List.of(single.sha256(), multipart.sha256()))))
                .containsExactly(multipart);
        assertThat(tx(() -> uploads.ofPush(sample.push(pack, pack.owner()), List.of(single.id()))))
                .isEmpty();
    }

    @Test
    void of_uploads_of_the_same_bytes_at_once_exactly_one_becomes_the_location() throws Exception {
        long store = sample.store();
        Sha256 one = fresh();
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Optional<Long>>> results = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String key = Sample.name("key");
            results.add(async(() -> {
                Waiting.await(start);
                locations.intern(List.of(one));
                return locations.addIfNew(store, one, Sample.SIZE, key, null, AT);
            }));
        }

        start.countDown();

        int made = 0;
        for (Future<Optional<Long>> result : results) {
            made += result.get().isPresent() ? 1 : 0;
        }
        assertThat(made).isOne();
        assertThat(tx(() -> locations.live(store, List.of(one)))).containsOnlyKeys(one);
    }

    @Test
    void an_upload_settles_once() {
        Pack pack = sample.pack();
        UploadRow row = sample.upload(sample.push(pack, pack.owner()), pack.store(), fresh());

        assertThat(tx(() -> uploads.settle(row.id(), "refused", null))).isFalse();
    }

    @Test
    void an_ended_push_gives_up_what_only_it_brought() {
        Pack pack = sample.pack();
        long push = sample.push(pack, pack.owner());
        UploadRow row = sample.upload(push, pack.store(), fresh());

        assertThat(release(push)).containsExactly(row.key());
        assertThat(located(pack, row.sha256())).isFalse();
        assertThat(release(push)).isEmpty();
    }

    @Test
    void what_another_open_push_pinned_stays() {
        Pack pack = sample.pack();
        long push = sample.push(pack, pack.owner());
        Sha256 one = sample.upload(push, pack.store(), fresh()).sha256();
        long other = sample.push(pack, pack.owner());
        sample.names(other, one, "pinned");

        assertThat(release(push)).isEmpty();
        assertThat(located(pack, one)).isTrue();
    }

    @Test
    void what_another_push_uploaded_too_stays() {
        Pack pack = sample.pack();
        long push = sample.push(pack, pack.owner());
        Sha256 one = sample.upload(push, pack.store(), fresh()).sha256();
        Pack others = sample.pack(sample.account(), pack.store());
        sample.upload(sample.push(others, others.owner()), pack.store(), one);

        assertThat(release(push)).isEmpty();
        assertThat(located(pack, one)).isTrue();
    }

    @Test
    void what_another_push_only_wants_or_an_ended_one_pinned_goes() {
        Pack pack = sample.pack();
        long push = sample.push(pack, pack.owner());
        UploadRow row = sample.upload(push, pack.store(), fresh());
        sample.names(sample.push(pack, pack.owner()), row.sha256(), "wanted");
        long ended = sample.push(pack, pack.owner());
        sample.names(ended, row.sha256(), "pinned");
        run(() -> pushes.end(ended, "expired"));

        assertThat(release(push)).containsExactly(row.key());
    }

    @Test
    void what_presence_names_stays_even_when_it_is_only_written_ahead() {
        Pack pack = sample.pack();
        long push = sample.push(pack, pack.owner());
        Sha256 published = sample.upload(push, pack.store(), fresh()).sha256();
        Sha256 staged = sample.upload(push, pack.store(), fresh()).sha256();
        sample.publish(pack, all(at("p", published)), all());
        sample.stage(pack, all(at("q", staged)), all());

        assertThat(release(push)).isEmpty();
        assertThat(located(pack, published)).isTrue();
        assertThat(located(pack, staged)).isTrue();
    }

    @Test
    void a_push_that_notes_its_pin_first_keeps_the_fragment_from_the_one_that_releases() throws Exception {
        Pack pack = sample.pack();
        long uploader = sample.push(pack, pack.owner());
        Sha256 one = sample.upload(uploader, pack.store(), fresh()).sha256();
        long relying = sample.push(pack, pack.owner());
        CompletableFuture<Integer> releasing = new CompletableFuture<>();

        Future<List<String>> released = tx(() -> {
            assertThat(held(pack, one)).isTrue();
            run(() -> pushes.end(uploader, "aborted"));
            Future<List<String>> waits = async(() -> {
                releasing.complete(waiting.process());
                return uploads.releaseLocations(uploader);
            });
            waiting.untilBlocked(releasing.get());
            content.addFragments(relying, List.of(new PushContentRepository.FragmentRow(one, Sample.SIZE, "pinned")));
            return waits;
        });

        assertThat(released.get()).isEmpty();
        assertThat(located(pack, one)).isTrue();
    }

    @Test
    void a_push_that_comes_second_does_not_rely_on_what_is_being_released() throws Exception {
        Pack pack = sample.pack();
        long uploader = sample.push(pack, pack.owner());
        Sha256 one = sample.upload(uploader, pack.store(), fresh()).sha256();
        CompletableFuture<Integer> relying = new CompletableFuture<>();

        // All that happens in one transaction, as if the end of the push had only just become visible.
        Future<Boolean> held = tx(() -> {
            pushes.end(uploader, "aborted");
            assertThat(uploads.releaseLocations(uploader)).hasSize(1);
            Future<Boolean> waits = async(() -> {
                relying.complete(waiting.process());
                return held(pack, one);
            });
            waiting.untilBlocked(relying.get());
            return waits;
        });

        assertThat(held.get()).isFalse();
    }

    @Test
    void releasing_and_settling_lock_in_the_same_order() throws Exception {
        Pack pack = sample.pack();
        long push = sample.push(pack, pack.owner());
        List<Sha256> sorted = Stream.of(fresh(), fresh()).sorted().toList();
        Sha256 low = sorted.getFirst();
        Sha256 high = sorted.getLast();
        // The ids of the hashes run against their order.
        sample.upload(push, pack.store(), high);
        sample.upload(push, pack.store(), low);
        CompletableFuture<Integer> releasing = new CompletableFuture<>();

        Future<List<String>> released = tx(() -> {
            locations.addIfNew(pack.store(), low, Sample.SIZE, Sample.name("key"), null, AT);
            Future<List<String>> waits = async(() -> {
                releasing.complete(waiting.process());
                return uploads.releaseLocations(push);
            });
            waiting.untilBlocked(releasing.get());
            locations.addIfNew(pack.store(), high, Sample.SIZE, Sample.name("key"), null, AT);
            return waits;
        });

        assertThat(released).succeedsWithin(java.time.Duration.ofSeconds(30));
    }

    @Test
    void a_push_that_relies_on_a_fragment_does_not_hold_up_an_upload_of_it() {
        Pack pack = sample.pack();
        Sha256 one = sample.upload(sample.push(pack, pack.owner()), pack.store(), fresh())
                .sha256();

        Optional<Long> location = tx(() -> {
            assertThat(held(pack, one)).isTrue();
            return async(() -> locations.addIfNew(pack.store(), one, Sample.SIZE, Sample.name("key"), null, AT))
                    .get(10, java.util.concurrent.TimeUnit.SECONDS);
        });

        assertThat(location).isEmpty();
    }

    @Test
    void objects_are_removable_once_no_url_for_them_is_alive_and_nobody_needs_them() {
        Pack pack = sample.pack();
        long open = sample.push(pack, pack.owner());
        long ended = sample.push(pack, pack.owner());
        UploadRow surplus = row(open, pack.store(), fresh(), null, null, "surplus");
        UploadRow refused = row(open, pack.store(), fresh(), null, null, "refused");
        UploadRow going = row(open, pack.store(), fresh(), null, null, "open");
        UploadRow left = row(ended, pack.store(), fresh(), null, null, "open");
        UploadRow kept = row(ended, pack.store(), fresh(), null, null, "verified");
        run(() -> uploads.add(List.of(surplus, refused, going, left, kept)));
        run(() -> pushes.end(ended, "aborted"));
        Set<UUID> mine = Set.of(surplus.id(), refused.id(), going.id(), left.id(), kept.id());

        assertThat(removable(pack, surplus.expiresAt(), mine)).isEmpty();
        assertThat(removable(pack, surplus.expiresAt().plusSeconds(1), mine))
                .containsExactlyInAnyOrder(surplus.id(), refused.id(), left.id());

        run(() -> uploads.removed(List.of(surplus.id(), refused.id(), left.id())));
        assertThat(removable(pack, surplus.expiresAt().plusSeconds(1), mine)).isEmpty();
    }

    @Test
    void what_was_released_is_removable_under_the_key_it_had_even_when_that_is_a_copys() {
        Pack pack = sample.pack();
        long push = sample.push(pack, pack.owner());
        UploadRow plain = sample.upload(push, pack.store(), fresh());
        UploadRow copied = row(push, pack.store(), fresh(), null, null, "open");
        run(() -> uploads.add(List.of(copied)));
        run(() -> {
            locations.intern(List.of(copied.sha256()));
            long location = locations
                    .addIfNew(pack.store(), copied.sha256(), Sample.SIZE, copied.key() + ".copy", null, AT)
                    .orElseThrow();
            uploads.settle(copied.id(), "surplus", location);
        });

        assertThat(release(push)).containsExactlyInAnyOrder(plain.key(), copied.key() + ".copy");

        assertThat(tx(() -> uploads.removable(pack.store(), plain.expiresAt().plusSeconds(1), 100_000)).stream()
                        .filter(row -> row.pushId() == push)
                        .map(UploadRow::key))
                .containsExactlyInAnyOrder(plain.key(), copied.key(), copied.key() + ".copy");
    }

    @Test
    void a_row_is_forgotten_once_its_push_was_cleaned_up_no_url_lives_and_no_object_is_left_to_remove() {
        Pack pack = sample.pack();
        long push = sample.push(pack, pack.owner());
        UploadRow gone = row(push, pack.store(), fresh(), null, null, "removed");
        UploadRow kept = row(push, pack.store(), fresh(), null, null, "verified");
        UploadRow left = row(push, pack.store(), fresh(), null, null, "surplus");
        run(() -> uploads.add(List.of(gone, kept, left)));
        java.time.Instant dead = gone.expiresAt().plusSeconds(1);

        forget(dead);
        assertThat(rows(push, gone, kept, left)).hasSize(3);
        run(() -> pushes.end(push, "aborted"));
        run(() -> pushes.forgetContent(push, AT));
        forget(gone.expiresAt());
        assertThat(rows(push, gone, kept, left)).hasSize(3);
        forget(dead);
        assertThat(rows(push, gone, kept, left)).containsExactly(left.id());
    }

    private void forget(java.time.Instant now) {
        run(() -> uploads.forget(now, 100_000));
    }

    private List<UUID> rows(long push, UploadRow... rows) {
        return tx(() -> uploads.ofPush(push, Stream.of(rows).map(UploadRow::id).toList())).stream()
                .map(UploadRow::id)
                .toList();
    }

    private List<UUID> removable(Pack pack, java.time.Instant now, Set<UUID> mine) {
        return tx(() -> uploads.removable(pack.store(), now, 100_000)).stream()
                .map(UploadRow::id)
                .filter(mine::contains)
                .toList();
    }

    private List<String> release(long push) {
        run(() -> pushes.end(push, "aborted"));
        return tx(() -> uploads.releaseLocations(push));
    }

    private boolean held(Pack pack, Sha256 one) {
        return presence.held(
                        Map.of(one, Sample.SIZE),
                        pack.store(),
                        Reader.of(pack.owner(), Sample.AT),
                        pack.id(),
                        pack.owner())
                .contains(one);
    }

    private boolean located(Pack pack, Sha256 one) {
        return tx(() -> locations.live(pack.store(), List.of(one))).containsKey(one);
    }

    private static UploadRow row(
            long push, long store, Sha256 one, @Nullable String multipart, @Nullable Long part, String state) {
        return new UploadRow(
                UUID.randomUUID(),
                push,
                one,
                Sample.SIZE,
                store,
                Sample.name("key"),
                multipart,
                part,
                state,
                AT.plusSeconds(300));
    }
}
