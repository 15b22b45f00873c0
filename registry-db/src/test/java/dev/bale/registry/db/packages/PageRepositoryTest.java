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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestPostgres.class)
class PageRepositoryTest {
    @Inject
    PageRepository pages;

    @Inject
    Waiting waiting;

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
        List<StoredPage> sorted = Stream.generate(() -> new StoredPage(fresh(), 0, new byte[10]))
                .limit(3)
                .sorted(Comparator.comparing(StoredPage::hash))
                .toList();

        // Both writers stop at the middle page, each with the page it took first: it must be the same one.
        List<Future<Boolean>> writers = tx(() -> {
            pages.store(sorted.subList(1, 2));
            return List.of(blockedWriter(sorted), blockedWriter(sorted.reversed()));
        });

        for (Future<Boolean> writer : writers) {
            assertThat(writer.get(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(tx(() -> pages.read(sorted.stream().map(StoredPage::hash).toList())))
                .hasSize(3);
    }

    private Future<Boolean> blockedWriter(List<StoredPage> some) throws Exception {
        CompletableFuture<Integer> process = new CompletableFuture<>();
        Future<Boolean> writer = async(() -> {
            process.complete(waiting.process());
            pages.store(some);
            return true;
        });
        waiting.untilBlocked(process.get());
        return writer;
    }
}
