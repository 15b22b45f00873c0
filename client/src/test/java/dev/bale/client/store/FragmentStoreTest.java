package dev.bale.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.client.store.FragmentStore.Temporary;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FragmentStoreTest {
    private static final byte[] BYTES = {1, 2, 3};
    private static final Sha256 HASH = Sha256.of(BYTES);

    @TempDir
    private Path root;

    @Test
    void what_was_put_is_found_and_read_only() throws IOException {
        FragmentStore store = LocalStore.open(root).fragments();

        store.put(HASH, BYTES, 3);

        Path file = store.find(HASH, 3).orElseThrow();
        assertThat(file).hasBinaryContent(BYTES);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--r--r--");
    }

    @Test
    void an_item_of_another_size_is_removed_and_counts_as_absent() throws IOException {
        FragmentStore store = LocalStore.open(root).fragments();
        store.put(HASH, BYTES, 3);

        assertThat(store.find(HASH, 4)).isEmpty();
        assertThat(store.find(HASH, 3)).isEmpty();
    }

    @Test
    void nothing_is_there_before_it_is_adopted() throws IOException {
        FragmentStore store = LocalStore.open(root).fragments();
        Temporary written = store.create();
        written.channel().write(ByteBuffer.wrap(BYTES));
        written.channel().close();

        assertThat(store.find(HASH, 3)).isEmpty();
        store.adopt(written, HASH);
        assertThat(store.find(HASH, 3)).isPresent();
    }

    @Test
    void opening_the_store_sweeps_what_dead_processes_left() throws IOException {
        LocalStore.open(root);
        Path left = Files.createFile(root.resolve("tmp").resolve("999999999-1"));
        Path ours = Files.createFile(
                root.resolve("tmp").resolve(ProcessHandle.current().pid() + "-77"));

        LocalStore.open(root);

        assertThat(left).doesNotExist();
        assertThat(ours).exists();
    }

    @Test
    void pruning_removes_what_is_older_and_tells_how_much() throws IOException {
        LocalStore store = LocalStore.open(root);
        store.fragments().put(HASH, BYTES, 3);

        assertThat(store.prune(Instant.now().minusSeconds(60)).fragments()).isZero();
        assertThat(store.usage().fragmentBytes()).isEqualTo(3);
        assertThat(store.prune(Instant.MAX).fragments()).isEqualTo(1);
        assertThat(store.usage().fragments()).isZero();
    }
}
