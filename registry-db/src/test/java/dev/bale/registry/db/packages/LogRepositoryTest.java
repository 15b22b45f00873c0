package dev.bale.registry.db.packages;

import static dev.bale.registry.db.Sample.AT;
import static dev.bale.registry.db.Sample.fresh;
import static dev.bale.registry.db.Sample.run;
import static dev.bale.registry.db.Sample.tx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import dev.bale.registry.db.Sample;
import dev.bale.registry.db.Sample.Pack;
import dev.bale.registry.db.TestPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestPostgres.class)
class LogRepositoryTest {
    @Inject
    Sample sample;

    @Inject
    Database database;

    @Inject
    LogRepository log;

    @Inject
    VersionRepository versions;

    @Inject
    TagRepository tags;

    @Inject
    PackageRepository packages;

    @Test
    void lines_come_newest_first_and_count_from_one_in_each_package() {
        Pack pack = sample.pack();
        sample.commit(sample.pack());
        long first = sample.commit(pack);
        long second = sample.commit(pack);
        long third = sample.commit(pack);

        assertThat(tx(() -> log.before(pack.id(), Long.MAX_VALUE, 2)))
                .extracting(LogRow::id, LogRow::sequence)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(third, 3L),
                        org.assertj.core.groups.Tuple.tuple(second, 2L));
        assertThat(tx(() -> log.before(pack.id(), 2, 2))).extracting(LogRow::id).containsExactly(first);
        assertThat(tx(() -> packages.named(pack.namespace(), pack.name())).map(PackageRow::headLogId))
                .hasValue(third);
    }

    @Test
    void deleted_versions_show_nowhere() {
        Pack pack = sample.pack();
        Sha256 topHash = fresh();
        long line = sample.commit(pack, tx(log::reserveId), topHash);
        run(() -> tags.move(pack.id(), "latest", versions.atLog(line).id(), AT));

        sample.delete(line);

        assertThat(tx(() -> log.before(pack.id(), Long.MAX_VALUE, 10))).isEmpty();
        assertThat(tx(() -> versions.withTopHash(pack.id(), topHash))).isEmpty();
        assertThat(tx(() -> versions.withPrefix(pack.id(), topHash.hex().substring(0, 8), 2)))
                .isEmpty();
        assertThat(tx(() -> versions.tagged(pack.id(), "latest"))).isEmpty();
        assertThat(tx(() -> tags.after(pack.id(), "", 10))).isEmpty();
    }

    @Test
    void a_deleted_version_pushed_again_comes_back_as_the_same() {
        Pack pack = sample.pack();
        Sha256 topHash = fresh();
        long line = sample.commit(pack, tx(log::reserveId), topHash);
        long version = tx(() -> versions.atLog(line)).id();
        sample.delete(line);

        assertThat(tx(() -> sample.version(pack, topHash))).isEqualTo(version);
        assertThat(tx(() -> versions.withTopHash(pack.id(), topHash)).map(VersionRow::id))
                .hasValue(version);
    }

    @Test
    void a_hash_prefix_finds_what_begins_with_it_in_its_package_only() {
        Pack pack = sample.pack();
        Sha256 one = fresh();
        sample.commit(pack, tx(log::reserveId), one);
        Pack other = sample.pack();
        sample.commit(other, tx(log::reserveId), one);

        for (int length : new int[] {1, 7, 63, 64}) {
            assertThat(tx(() -> versions.withPrefix(pack.id(), one.hex().substring(0, length), 2)))
                    .extracting(VersionRow::packageId, VersionRow::topHash)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(pack.id(), one));
        }
        String last = one.hex().substring(63).equals("0") ? "1" : "0";
        assertThat(tx(() -> versions.withPrefix(pack.id(), one.hex().substring(0, 63) + last, 2)))
                .isEmpty();
    }

    @Test
    void a_tag_moves_and_goes_and_the_version_stays() {
        Pack pack = sample.pack();
        long first = sample.commit(pack);
        long second = sample.commit(pack);
        run(() -> tags.move(pack.id(), "stable", versions.atLog(first).id(), AT));
        assertThat(tx(() -> log.line(first).orElseThrow().tags())).containsExactly("stable");

        run(() -> tags.move(pack.id(), "stable", versions.atLog(second).id(), AT.plusSeconds(1)));
        assertThat(tx(() -> log.line(first).orElseThrow().tags())).isEmpty();
        assertThat(tx(() -> tags.lock(pack.id(), "stable")).map(TagRow::movedAt))
                .hasValue(AT.plusSeconds(1));

        run(() -> tags.remove(pack.id(), "stable"));
        assertThat(tx(() -> tags.lock(pack.id(), "stable"))).isEmpty();
        assertThat(tx(() -> log.line(second))).isPresent();
    }

    @Test
    void tags_go_on_after_the_last_in_the_order_of_bytes() {
        Pack pack = sample.pack();
        long line = sample.commit(pack);
        for (String name : List.of("b", "a_b", "a-b", "a0", "B")) {
            run(() -> tags.move(pack.id(), name, versions.atLog(line).id(), AT));
        }

        assertThat(tx(() -> tags.after(pack.id(), "", 3)))
                .extracting(TagRow::name)
                .containsExactly("B", "a-b", "a0");
        assertThat(tx(() -> tags.after(pack.id(), "a0", 3)))
                .extracting(TagRow::name)
                .containsExactly("a_b", "b");
    }

    @Test
    void a_line_names_parent_and_author() {
        Pack pack = sample.pack();
        long first = sample.commit(pack);
        long second = tx(log::reserveId);
        run(() -> log.append(
                second,
                pack.id(),
                sample.version(pack, fresh()),
                versions.atLog(first).id(),
                pack.owner(),
                null,
                AT));

        LogRow line = tx(() -> log.line(second).orElseThrow());

        assertThat(Optional.ofNullable(line.parent()))
                .isEqualTo(tx(() -> log.line(first)).map(LogRow::topHash));
        assertThat(line.message()).isNull();
        assertThat(line.author()).startsWith("person");
        assertThat(line.at()).isEqualTo(AT);
    }
}
