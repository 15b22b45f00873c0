package dev.bale.registry.db.packages;

import static dev.bale.registry.db.Sample.AT;
import static dev.bale.registry.db.Sample.run;
import static dev.bale.registry.db.Sample.tx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.Sample;
import dev.bale.registry.db.TestPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestPostgres.class)
class NamespaceListRepositoryTest {
    @Inject
    Sample sample;

    @Inject
    Database database;

    @Inject
    NamespaceListRepository lists;

    /** So many namespaces, each with so many packages that everyone may read. */
    private void granted(String stem, int namespaces, int packagesEach) {
        long account = sample.account();
        long store = sample.store();
        run(() -> {
            database.update("""
                    insert into namespace (name, kind, store_id, created_at)
                    select ? || to_char(n, 'FM0000'), 'team', ?, ? from generate_series(1, ?) n
                    """, p -> p.add(stem).add(store).add(AT).add(namespaces));
            database.update("""
                    insert into package (namespace_id, name, created_at)
                    select n.id, 'p' || i, ? from namespace n, generate_series(1, ?) i where n.name like ? || '%'
                    """, p -> p.add(AT).add(packagesEach).add(stem));
            database.update("""
                    insert into access_grant (audience, role, namespace_id, package_id, sort_key, made_at, made_by)
                    select 'everyone', 'reader', k.namespace_id, k.id, '', ?, ?
                    from package k join namespace n on n.id = k.namespace_id where n.name like ? || '%'
                    """, p -> p.add(AT).add(account).add(stem));
            database.update("analyze access_grant", _ -> {});
            database.update("analyze namespace", _ -> {});
        });
    }

    @Test
    void a_page_of_namespaces_is_found_by_as_many_look_ups_however_many_grants_there_are() {
        String stem = Sample.name("many-") + "-";
        granted(stem, 200, 100);
        Reader reader = new Reader(List.of("account:1", "everyone"), AT, List.of());

        List<String> names = tx(() -> lists.namespaces(stem, 5, reader)).stream()
                .map(NamespaceListRepository.Listed::name)
                .toList();
        List<String> plan = tx(() -> database.query(
                "explain (analyze, timing off, summary off) " + NamespaceListRepository.GRANTED,
                p -> p.add(stem)
                        .add(AT)
                        .addTexts(null)
                        .addTexts(null)
                        .addTexts(reader.keys())
                        .addArray("bigint", reader.teams())
                        .addTexts(null)
                        .addTexts(null)
                        .add(5),
                row -> row.getString(1)));

        assertThat(names).containsExactly(stem + "0001", stem + "0002", stem + "0003", stem + "0004", stem + "0005");
        assertThat(plan).noneMatch(line -> line.contains("Seq Scan on access_grant"));
        assertThat(plan)
                .filteredOn(line -> line.contains("access_grant_principal_idx"))
                .allMatch(line -> line.contains("loops=10"));
    }
}
