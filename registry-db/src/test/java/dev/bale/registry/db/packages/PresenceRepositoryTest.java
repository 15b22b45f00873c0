package dev.bale.registry.db.packages;

import static dev.bale.registry.db.Sample.AT;
import static dev.bale.registry.db.Sample.all;
import static dev.bale.registry.db.Sample.at;
import static dev.bale.registry.db.Sample.fresh;
import static dev.bale.registry.db.Sample.run;
import static dev.bale.registry.db.Sample.tx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import dev.bale.registry.db.Sample;
import dev.bale.registry.db.Sample.Pack;
import dev.bale.registry.db.TestPostgres;
import dev.bale.registry.db.packages.PresenceRepository.Occurrence;
import dev.bale.registry.db.push.PushRepository;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestPostgres.class)
class PresenceRepositoryTest {
    @Inject
    Sample sample;

    @Inject
    Database database;

    @Inject
    PresenceRepository presence;

    @Inject
    LogRepository log;

    @Inject
    PushRepository pushes;

    @Test
    void rows_written_ahead_count_once_the_log_has_their_id() {
        Pack pack = sample.pack();
        Sha256 one = fresh();

        long logId = sample.stage(pack, all(at("a", one)), all());
        assertThat(intervals(pack)).isEmpty();

        sample.commit(pack, logId, fresh());
        assertThat(intervals(pack)).containsExactly(interval("a", one, logId, null));
    }

    @Test
    void an_end_written_ahead_counts_once_the_log_has_its_id() {
        Pack pack = sample.pack();
        Sha256 one = fresh();
        long first = sample.publish(pack, all(at("a", one)), all());

        long second = sample.stage(pack, all(), all(at("a", one)));
        assertThat(intervals(pack)).containsExactly(interval("a", one, first, null));

        sample.commit(pack, second, fresh());
        assertThat(intervals(pack)).containsExactly(interval("a", one, first, second));
    }

    @Test
    void of_two_ends_written_ahead_only_the_committed_one_counts() {
        Pack pack = sample.pack();
        Sha256 one = fresh();
        long first = sample.publish(pack, all(at("a", one)), all());
        sample.stage(pack, all(), all(at("a", one)));
        long winner = sample.stage(pack, all(), all(at("a", one)));

        sample.commit(pack, winner, fresh());

        assertThat(intervals(pack)).containsExactly(interval("a", one, first, winner));
    }

    @Test
    void discarded_rows_are_gone_even_if_the_log_came_to_have_their_id() {
        Pack pack = sample.pack();
        Sha256 one = fresh();
        Sha256 two = fresh();
        long first = sample.publish(pack, all(at("a", one)), all());
        long second = sample.stage(pack, all(at("a", two)), all(at("a", one)));

        run(() -> presence.discard(second));

        sample.commit(pack, second, fresh());
        assertThat(intervals(pack)).containsExactly(interval("a", one, first, null));
    }

    @Test
    void content_that_comes_back_is_a_second_interval() {
        Pack pack = sample.pack();
        Sha256 a = fresh();
        Sha256 b = fresh();

        long first = sample.publish(pack, all(at("p", a)), all());
        long second = sample.publish(pack, all(at("p", b)), all(at("p", a)));
        long third = sample.publish(pack, all(at("p", a)), all(at("p", b)));

        assertThat(intervals(pack))
                .containsExactly(
                        interval("p", a, first, second),
                        interval("p", b, second, third),
                        interval("p", a, third, null));
    }

    @Test
    void an_end_ends_its_path_its_package_and_its_kind_only() {
        Pack pack = sample.pack();
        Pack other = sample.pack();
        Sha256 one = fresh();
        Occurrence claim = new Occurrence(one, "p", true);
        long first = sample.publish(pack, all(at("p", one), at("q", one), claim), all());
        long elsewhere = sample.publish(other, all(at("p", one)), all());

        long second = sample.publish(pack, all(), all(at("p", one)));

        assertThat(intervals(pack))
                .containsExactly(
                        interval("p", one, first, null),
                        interval("p", one, first, second),
                        interval("q", one, first, null));
        assertThat(intervals(other)).containsExactly(interval("p", one, elsewhere, null));
    }

    @Test
    void a_fragment_that_a_file_holds_many_times_is_there_once() {
        Pack pack = sample.pack();
        Sha256 zeros = fresh();

        long first = sample.publish(pack, all(at("p", zeros), at("p", zeros)), all());
        assertThat(intervals(pack)).containsExactly(interval("p", zeros, first, null));

        long second = sample.publish(pack, all(), all(at("p", zeros), at("p", zeros)));
        assertThat(intervals(pack)).containsExactly(interval("p", zeros, first, second));
    }

    @Test
    void a_fragment_in_a_readable_package_is_held() {
        Pack pack = sample.pack();
        Sha256 one = published(pack);

        assertThat(held(pack, pack.owner(), one)).isTrue();
        assertThat(held(sample.pack(pack.owner(), pack.store()), pack.owner(), one))
                .isTrue();
    }

    @Test
    void a_fragment_in_a_package_of_somebody_else_is_not_held() {
        Pack pack = sample.pack();
        Sha256 one = published(pack);
        Pack mine = sample.pack(sample.account(), pack.store());

        assertThat(held(mine, mine.owner(), one)).isFalse();
    }

    @Test
    void a_readable_package_is_found_behind_many_that_are_not() {
        Sha256 one = fresh();
        long store = sample.store();
        sample.locate(store, one);
        for (int i = 0; i < 5; i++) {
            sample.publish(sample.pack(sample.account(), store), all(at("p", one)), all());
        }
        Pack mine = sample.pack(sample.account(), store);
        sample.publish(mine, all(at("p", one)), all());
        sample.publish(sample.pack(sample.account(), store), all(at("p", one)), all());

        assertThat(held(mine, mine.owner(), one)).isTrue();
    }

    @Test
    void whoever_may_read_all_holds_what_any_package_has() {
        Pack pack = sample.pack();
        Sha256 one = published(pack);
        long admin = sample.account();

        assertThat(tx(() -> presence.held(
                        Map.of(one, Sample.SIZE), pack.store(), Reader.ofAll(Sample.AT), pack.id(), admin)))
                .containsExactly(one);
    }

    @Test
    void a_package_that_no_pattern_covers_does_not_hold() {
        Pack pack = sample.pack();
        Sha256 one = published(pack);
        String namespace = pack.namespace();

        for (String covering : List.of("*/*", namespace + "/*", namespace + "/" + pack.name(), "name*/pack*")) {
            assertThat(heldBy(pack, one, List.of("other/thing", covering)))
                    .as(covering)
                    .isTrue();
        }
        for (String excluding : List.of(namespace + "/other", namespace + "x/*", "*", "%/%", "name_pace*/*")) {
            assertThat(heldBy(pack, one, List.of("other/thing", excluding)))
                    .as(excluding)
                    .isFalse();
        }
    }

    private boolean heldBy(Pack pack, Sha256 one, List<String> patterns) {
        Reader reader = new Reader(List.of("account:" + pack.owner()), AT, patterns);
        return tx(() -> presence.held(Map.of(one, Sample.SIZE), pack.store(), reader, pack.id(), pack.owner()))
                .contains(one);
    }

    @Test
    void a_fragment_written_ahead_is_not_held() {
        Pack pack = sample.pack();
        Sha256 one = fresh();
        sample.locate(pack.store(), one);

        sample.stage(pack, all(at("p", one)), all());
        // A later line of the log does not make it count.
        sample.commit(pack);

        assertThat(held(pack, pack.owner(), one)).isFalse();
    }

    @Test
    void a_claimed_hash_of_a_whole_file_is_not_held() {
        Pack pack = sample.pack();
        Sha256 one = fresh();
        sample.locate(pack.store(), one);
        sample.publish(pack, all(new Occurrence(one, "p", true)), all());

        assertThat(held(pack, pack.owner(), one)).isFalse();
    }

    @Test
    void a_deleted_version_does_not_hold() {
        Pack pack = sample.pack();
        Sha256 one = fresh();
        sample.locate(pack.store(), one);
        long first = sample.publish(pack, all(at("p", one)), all());
        long second = sample.publish(pack, all(), all());
        sample.publish(pack, all(), all(at("p", one)));

        sample.delete(first);
        assertThat(held(pack, pack.owner(), one)).isTrue();

        sample.delete(second);
        assertThat(held(pack, pack.owner(), one)).isFalse();
    }

    @Test
    void an_end_written_ahead_does_not_stop_a_version_from_holding() {
        Pack pack = sample.pack();
        Sha256 one = fresh();
        sample.locate(pack.store(), one);
        long first = sample.publish(pack, all(at("p", one)), all());
        sample.publish(pack, all(), all());
        sample.delete(first);

        sample.stage(pack, all(), all(at("p", one)));

        assertThat(held(pack, pack.owner(), one)).isTrue();
    }

    @Test
    void what_an_open_push_of_ones_own_uploaded_is_held_until_it_ends() {
        Pack pack = sample.pack();
        Sha256 one = fresh();
        long push = sample.push(pack, pack.owner());
        sample.upload(push, pack.store(), one);

        assertThat(held(pack, pack.owner(), one)).isTrue();

        run(() -> pushes.end(push, "aborted"));
        assertThat(held(pack, pack.owner(), one)).isFalse();
    }

    @Test
    void a_surplus_upload_proves_possession_also_after_its_object_was_removed() {
        Pack pack = sample.pack();
        Sha256 one = fresh();
        sample.locate(pack.store(), one);
        var upload = sample.upload(sample.push(pack, pack.owner()), pack.store(), one);

        run(() -> database.update("update upload set state = 'removed' where id = ?", p -> p.add(upload.id())));

        assertThat(held(pack, pack.owner(), one)).isTrue();
    }

    @Test
    void what_somebody_else_uploaded_to_the_same_package_is_not_held() {
        Pack pack = sample.pack();
        Sha256 one = fresh();
        sample.upload(sample.push(pack, pack.owner()), pack.store(), one);

        assertThat(held(pack, sample.account(), one)).isFalse();
    }

    @Test
    void an_upload_to_another_package_does_not_hold() {
        Pack pack = sample.pack();
        Pack other = sample.pack(pack.owner(), pack.store());
        Sha256 one = fresh();
        sample.upload(sample.push(other, pack.owner()), pack.store(), one);

        assertThat(held(pack, pack.owner(), one)).isFalse();
    }

    @Test
    void a_fragment_that_a_push_only_names_or_was_told_to_skip_is_not_held() {
        Pack pack = sample.pack();
        Sha256 wanted = fresh();
        Sha256 pinned = fresh();
        long push = sample.push(pack, pack.owner());
        sample.locate(pack.store(), wanted);
        sample.locate(pack.store(), pinned);
        sample.names(push, wanted, "wanted");
        sample.names(push, pinned, "pinned");

        assertThat(held(pack, pack.owner(), wanted)).isFalse();
        assertThat(held(pack, pack.owner(), pinned)).isFalse();
    }

    @Test
    void a_wrong_size_is_not_held() {
        Pack pack = sample.pack();
        Sha256 one = published(pack);

        assertThat(tx(() -> presence.held(
                        Map.of(one, Sample.SIZE + 1),
                        pack.store(),
                        Reader.of(pack.owner(), Sample.AT),
                        pack.id(),
                        pack.owner())))
                .isEmpty();
    }

    @Test
    void a_fragment_without_a_live_location_in_that_store_is_not_held() {
        Pack pack = sample.pack();
        Sha256 nowhere = fresh();
        Sha256 condemned = fresh();
        sample.publish(pack, all(at("p", nowhere), at("q", condemned)), all());
        sample.locate(sample.store(), nowhere);
        long location = sample.locate(pack.store(), condemned);
        assertThat(held(pack, pack.owner(), condemned)).isTrue();

        run(() -> database.update("update location set state = 'condemned' where id = ?", p -> p.add(location)));

        assertThat(held(pack, pack.owner(), nowhere)).isFalse();
        assertThat(held(pack, pack.owner(), condemned)).isFalse();
    }

    @Test
    void a_large_batch_with_unknown_fragments_gives_exactly_what_is_there() {
        Pack pack = sample.pack();
        List<Occurrence> files = new ArrayList<>();
        Map<Sha256, Long> asked = new HashMap<>();
        List<Sha256> there = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Sha256 one = fresh();
            files.add(at("p" + i, one));
            there.add(one);
            asked.put(one, Sample.SIZE);
            asked.put(fresh(), Sample.SIZE);
        }
        sample.publish(pack, files, all());
        run(() -> database.update(
                """
                insert into location (hash_id, store_id, size, key, state, created_at)
                select distinct hash_id, ?::bigint, ?::bigint, 'bulk-' || hash_id, 'live', ?::timestamptz from presence where package_id = ?
                """, p -> p.add(pack.store()).add(Sample.SIZE).add(AT).add(pack.id())));

        assertThat(tx(() -> presence.held(
                        asked, pack.store(), Reader.of(pack.owner(), Sample.AT), pack.id(), pack.owner())))
                .containsExactlyInAnyOrderElementsOf(there);
    }

    private Sha256 published(Pack pack) {
        Sha256 one = fresh();
        sample.locate(pack.store(), one);
        sample.publish(pack, all(at("p", one)), all());
        return one;
    }

    private boolean held(Pack pack, long account, Sha256 one) {
        return tx(() -> presence.held(
                        Map.of(one, Sample.SIZE), pack.store(), Reader.of(account, Sample.AT), pack.id(), account))
                .contains(one);
    }

    private static String interval(String path, Sha256 sha256, long first, @Nullable Long end) {
        return path + " " + sha256.hex() + " " + first + " to " + end;
    }

    private List<String> intervals(Pack pack) {
        return tx(() -> database.query(
                """
                select i.path, h.sha256, i.first_log_id, i.end_log_id
                from presence_interval i join hash h on h.id = i.hash_id
                where i.package_id = ? order by i.path, i.first_log_id, i.end_log_id nulls first
                """,
                p -> p.add(pack.id()),
                row -> interval(
                        row.getString(1),
                        Sha256.ofBytes(row.getBytes(2)),
                        row.getLong(3),
                        Database.nullableLong(row, 4))));
    }
}
