package dev.bale.registry.db.packages;

import static dev.bale.registry.db.Sample.AT;
import static dev.bale.registry.db.Sample.run;
import static dev.bale.registry.db.Sample.tx;
import static dev.bale.registry.db.Waiting.async;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.db.Sample;
import dev.bale.registry.db.Sample.Pack;
import dev.bale.registry.db.TestPostgres;
import dev.bale.registry.db.Waiting;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestPostgres.class)
class PackageRepositoryTest {
    @Inject
    Sample sample;

    @Inject
    Waiting waiting;

    @Inject
    PackageRepository packages;

    @Inject
    PackageListRepository packageLists;

    @Inject
    NamespaceRepository namespaces;

    @Test
    void lists_go_on_after_the_last_name_in_the_order_of_bytes() {
        long owner = sample.account();
        long store = sample.store();
        String base = Sample.name("list");
        List<String> names = new ArrayList<>();
        for (String namespace : List.of(base + "-b", base, base + "_a", base + "0")) {
            run(() -> namespaces.create(namespace, "person", owner, store, AT));
            for (String name : List.of("z", "a-b", "a", "a0", "a_b")) {
                sample.commit(sample.pack(namespace, name, owner, store));
            }
        }
        for (String namespace : List.of(base, base + "-b", base + "0", base + "_a")) {
            List.of("a", "a-b", "a0", "a_b", "z").forEach(name -> names.add(namespace + "/" + name));
        }

        assertThat(paged(base, owner)).isEqualTo(names);
        assertThat(paged(base + "/a", owner)).isEqualTo(names.subList(0, 4));
    }

    @Test
    void a_package_without_a_commit_is_in_no_list() {
        Pack pack = sample.pack();

        assertThat(paged(pack.namespace(), pack.owner())).isEmpty();
        sample.commit(pack);
        assertThat(paged(pack.namespace(), pack.owner())).containsExactly(pack.namespace() + "/" + pack.name());
    }

    @Test
    void a_list_for_an_account_has_no_packages_of_others() {
        Pack pack = sample.pack();
        sample.commit(pack);

        assertThat(paged(pack.namespace(), sample.account())).isEmpty();
        assertThat(tx(() -> packageLists.list(PackageQuestion.byName(pack.namespace(), 10), Reader.ofAll(Sample.AT)))
                        .packages())
                .hasSize(1);
    }

    @Test
    void a_list_has_only_what_a_pattern_covers() {
        Pack pack = sample.pack();
        sample.commit(pack);
        Pack other = sample.pack(pack.namespace(), "a_b", pack.owner(), pack.store());
        sample.commit(other);
        Pack similar = sample.pack(pack.namespace(), "axb", pack.owner(), pack.store());
        sample.commit(similar);

        assertThat(listed(pack, pack.namespace() + "/a_b")).containsExactly("a_b");
        assertThat(listed(pack, pack.namespace() + "/a*")).containsExactly("a_b", "axb");
        assertThat(listed(pack, "name*/package*", "other/a*")).containsExactly(pack.name());
        assertThat(listed(pack, "other/*", pack.namespace(), pack.namespace() + "/%"))
                .isEmpty();
    }

    private List<String> listed(Pack pack, String... patterns) {
        Reader reader = new Reader(List.of("account:" + pack.owner()), AT, List.of(patterns));
        return tx(() -> packageLists.list(PackageQuestion.byName(pack.namespace() + "/", 10), reader))
                .packages()
                .stream()
                .map(PackageSummary::name)
                .toList();
    }

    @Test
    void a_prefix_is_no_pattern() {
        Pack pack = sample.pack();
        sample.commit(pack);

        assertThat(tx(() -> packageLists.list(PackageQuestion.byName("%", 10), Reader.ofAll(Sample.AT)))
                        .packages())
                .isEmpty();
        assertThat(tx(() -> packageLists.list(
                                PackageQuestion.byName(pack.namespace() + "_", 10), Reader.ofAll(Sample.AT)))
                        .packages())
                .isEmpty();
    }

    @Test
    void commits_of_one_package_wait_for_each_other_and_hold_up_nothing_else() throws Exception {
        Pack pack = sample.pack();
        CompletableFuture<Integer> second = new CompletableFuture<>();

        Future<PackageRow> waited = tx(() -> {
            packages.lock(pack.id());
            Future<PackageRow> waits = async(() -> {
                second.complete(waiting.process());
                return packages.lock(pack.id());
            });
            waiting.untilBlocked(second.get());
            // Another push to this package opens meanwhile: its row refers to the package's.
            async(() -> sample.push(pack, pack.owner())).get(10, TimeUnit.SECONDS);
            assertThat(waits).isNotDone();
            return waits;
        });

        assertThat(waited.get(10, TimeUnit.SECONDS).id()).isEqualTo(pack.id());
    }

    private List<String> paged(String prefix, long reader) {
        List<String> names = new ArrayList<>();
        String namespace = null;
        String name = null;
        while (true) {
            String afterNamespace = namespace;
            String afterName = name;
            PackageQuestion first = PackageQuestion.byName(prefix, 3);
            PackageQuestion question = afterNamespace == null ? first : first.after(afterNamespace, afterName);
            List<PackageSummary> page = tx(() -> packageLists.list(question, Reader.of(reader, Sample.AT)))
                    .packages();
            if (page.isEmpty()) {
                return names;
            }
            page.forEach(one -> names.add(one.namespace() + "/" + one.name()));
            namespace = page.getLast().namespace();
            name = page.getLast().name();
        }
    }
}
