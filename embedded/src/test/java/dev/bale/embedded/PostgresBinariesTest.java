package dev.bale.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
    @Test
    void many_that_unpack_at_once_get_one_whole_folder(@TempDir Path cache) throws Exception {
        Callable<PostgresBinaries> unpack = () -> PostgresBinaries.in(cache);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<PostgresBinaries> done : threads.invokeAll(List.of(unpack, unpack, unpack))) {
                assertThat(done.get().program("postgres")).isExecutable();
            }
        }

        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files.filter(Files::isDirectory)).hasSize(1);
        }
    }

    @Test
    void linux_and_mac_are_served_on_both_processors() {
        assertThat(PostgresBinaries.archiveName("linux", "amd64")).isEqualTo("postgres-linux-x86_64.txz");
        assertThat(PostgresBinaries.archiveName("linux", "aarch64")).isEqualTo("postgres-linux-arm_64.txz");
        assertThat(PostgresBinaries.archiveName("mac os x", "aarch64")).isEqualTo("postgres-darwin-x86_64.txz");
    }

    @Test
    void other_machines_are_told_what_to_do() {
        assertThatThrownBy(() -> PostgresBinaries.archiveName("linux", "riscv64"))
                .hasMessageContaining("Install PostgreSQL");
        assertThatThrownBy(() -> PostgresBinaries.archiveName("windows 11", "amd64"))
                .hasMessageContaining("Install PostgreSQL");
    }
}
