package dev.bale.registry.db.packages;

import static dev.bale.registry.db.Sample.AT;
import static dev.bale.registry.db.Sample.SIZE;
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
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestPostgres.class)
class UseRepositoryTest {
    private static final int HISTORY = 100_000;

    @Inject
    Sample sample;

    @Inject
    Database database;

    @Inject
    UseRepository use;

    @Inject
    QuotaRepository quotas;

    @Inject
    PackageRepository packages;

    private long counted(Pack pack, long logId) {
        long push = sample.push(pack, pack.owner());
        run(() -> use.countNew(push, row(pack), logId));
        return tx(() -> quotas.growth(push, row(pack).namespaceId())).bytes();
    }

    private PackageRow row(Pack pack) {
        return tx(() -> packages.named(pack.namespace(), pack.name()).orElseThrow());
    }

    private Sha256 located(Pack pack) {
        Sha256 sha256 = fresh();
        sample.locate(pack.store(), sha256);
        return sha256;
    }

    @Test
    void only_what_no_committed_presence_of_the_namespace_has_is_new() {
        Pack pack = sample.pack();
        Pack neighbour = sample.pack(pack.namespace(), Sample.name("package"), pack.owner(), pack.store());
        Pack stranger = sample.pack(sample.account(), pack.store());
        Sha256 mine = located(pack);
        Sha256 neighbours = located(pack);
        Sha256 ended = located(pack);
        Sha256 staged = located(pack);
        Sha256 strangers = located(pack);
        Sha256 elsewhere = fresh();
        sample.locate(sample.store(), elsewhere);
        sample.publish(pack, all(at("a", mine), at("e", ended)), all());
        sample.publish(pack, all(), all(at("e", ended)));
        sample.publish(neighbour, all(at("a", neighbours)), all());
        sample.publish(stranger, all(at("a", strangers)), all());
        sample.stage(neighbour, all(at("b", staged)), all());
        Occurrence whole = new Occurrence(located(pack), "w", true);

        long known = sample.stage(
                pack, all(at("m", mine), at("n", neighbours), at("o", ended), at("p", elsewhere), whole), all());
        long some = sample.stage(pack, all(at("s", staged), at("t", strangers), at("u", staged), at("m", mine)), all());

        assertThat(counted(pack, known)).isZero();
        assertThat(counted(pack, some)).isEqualTo(2 * SIZE);
    }

    @Test
    void counting_a_push_reads_no_table_whole_however_long_its_history_is() {
        Pack pack = sample.pack();
        Pack other = sample.pack();
        for (Pack each : List.of(pack, other)) {
            long logId = sample.stage(each, all(at("first", located(each))), all());
            run(() -> database.update("""
                    insert into presence (package_id, hash_id, path, whole, first_log_id)
                    select ?, 1000000 + n, 'history/' || n, false, ? from generate_series(1, ?) n
                    """, p -> p.add(each.id()).add(logId).add(HISTORY)));
            sample.commit(each, logId, fresh());
        }
        long staged = sample.stage(
                pack,
                Stream.generate(() -> at("new/" + fresh().hex(), located(pack)))
                        .limit(50)
                        .toList(),
                all());
        run(() -> database.update("analyze presence", _ -> {}));

        List<String> plan = tx(() -> database.query(
                "explain " + UseRepository.NEW_BYTES,
                p -> p.add(staged)
                        .add(pack.store())
                        .add(row(pack).namespaceId())
                        .add(row(pack).namespaceId()),
                row -> row.getString(1)));

        assertThat(plan).noneMatch(line -> line.contains("Seq Scan on presence"));
        assertThat(plan).anyMatch(line -> line.contains("presence_log_idx"));
        assertThat(counted(pack, staged)).isEqualTo(50 * SIZE);
    }

    @Test
    void what_is_committed_while_a_namespace_is_counted_is_added_later() {
        Pack pack = sample.pack();
        long namespace = row(pack).namespaceId();
        sample.publish(pack, all(at("a", located(pack)), at("b", located(pack))), all());
        run(() -> quotas.add(namespace, new QuotaRepository.Use(5, 0, 0), true));
        run(use::fold);
        assertThat(tx(() -> use.toRecount(AT, 1_000))).contains(namespace);
        assertThat(tx(() -> quotas.use(namespace)).bytes()).isEqualTo(5);

        run(() -> use.recount(namespace, AT));
        run(() -> quotas.add(namespace, new QuotaRepository.Use(SIZE, 0, 0), false));

        assertThat(tx(() -> quotas.use(namespace)).bytes()).isEqualTo(3 * SIZE);
        run(use::fold);
        assertThat(tx(() -> quotas.use(namespace)).bytes()).isEqualTo(3 * SIZE);
        assertThat(tx(() -> use.toRecount(AT.plusSeconds(1), 1_000))).doesNotContain(namespace);
    }
}
