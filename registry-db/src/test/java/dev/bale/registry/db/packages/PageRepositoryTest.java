package dev.bale.registry.db.packages;

import static dev.bale.registry.db.Sample.fresh;
import static dev.bale.registry.db.Sample.run;
import static dev.bale.registry.db.Sample.tx;
import static dev.bale.registry.db.Waiting.async;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.TestPostgres;
import dev.bale.registry.db.Waiting;
import dev.bale.registry.db.packages.PageRepository.StoredPage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestPostgres.class)
class PageRepositoryTest {
    @Inject
    PageRepository pages;

    @Test
    void a_page_is_read_as_it_was_first_stored() {
        Sha256 known = fresh();
        Sha256 unknown = fresh();
        byte[] body = new byte[200_000];
        new Random(1).nextBytes(body);
        run(() -> pages.store(List.of(new StoredPage(known, 0, body))));

        run(() -> pages.store(List.of(new StoredPage(known, 1, new byte[] {1}))));

        Map<Sha256, byte[]> read = tx(() -> pages.read(List.of(known, unknown)));
        assertThat(read).containsOnlyKeys(known);
        assertThat(read.get(known)).isEqualTo(body);
    }

    @Test
    void writers_of_the_same_pages_do_not_deadlock() throws Exception {
        for (int round = 0; round < 5; round++) {
            List<StoredPage> some = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                some.add(new StoredPage(fresh(), 0, new byte[1_000]));
            }
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Boolean>> writers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                List<StoredPage> mine = new ArrayList<>(some);
                Collections.shuffle(mine, new Random(i));
                writers.add(async(() -> {
                    Waiting.await(start);
                    pages.store(mine);
                    return true;
                }));
            }

            start.countDown();

            for (Future<Boolean> writer : writers) {
                assertThat(writer.get(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(tx(() -> pages.read(some.stream().map(StoredPage::hash).toList())))
                    .hasSize(200);
        }
    }
}
