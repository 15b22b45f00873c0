package dev.bale.client.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.bale.client.ClientException;
import dev.bale.client.ClientException.Kind;
import dev.bale.client.store.LocalStore;
import dev.bale.manifest.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was withdrawn is put nowhere, not even from the local store, and what is here already is named and stays. */
class WithdrawnInstallTest {
    private static final InstallOptions SKIP = new InstallOptions(false, false, true, true, 4);

    @TempDir
    private Path folder;

    private final FakeRegistry registry = new FakeRegistry();

    @BeforeEach
    void a_version_of_two_files() {
        registry.publish(Map.of("a", "one", "b", "two"));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private Path target() {
        return folder.resolve("target");
    }

    private InstallReport install(InstallOptions options) {
        return registry.install("team/sales", target(), folder.resolve("store"), options);
    }

    private static void isRefused(ThrowingCallable call) {
        assertThatThrownBy(call).asInstanceOf(type(ClientException.class)).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.WITHDRAWN);
            assertThat(failure.paths()).containsExactly("b: because of b (T-1)");
        });
    }

    @Test
    void an_install_stops_or_leaves_it_out_when_told_to() {
        registry.withdraw("b");

        isRefused(() -> install(InstallOptions.DEFAULT));
        InstallReport report = install(SKIP);

        assertThat(report.withdrawn()).containsExactly(new WithdrawnEntry("b", "because of b", "T-1", false));
        assertThat(report.isUpToDate()).isFalse();
        assertThat(target().resolve("a")).hasContent("one");
        assertThat(target().resolve("b")).doesNotExist();
        assertThat(install(SKIP).withdrawn()).hasSize(1);
    }

    @Test
    void what_the_local_store_still_has_is_not_put_and_not_written_out() {
        install(InstallOptions.DEFAULT);
        registry.withdraw("b");
        Path other = folder.resolve("other");

        isRefused(() -> registry.install("team/sales", other, folder.resolve("store"), InstallOptions.DEFAULT));
        registry.install("team/sales", other, folder.resolve("store"), SKIP);
        assertThat(other.resolve("b")).doesNotExist();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        isRefused(() -> registry.cat("team/sales//b", folder.resolve("store"), out));
        assertThat(out.size()).isZero();
    }

    @Test
    void a_large_file_in_the_local_store_is_not_put_either() {
        List<byte[]> parts = List.of(new byte[40 << 20], new byte[30 << 20]);
        registry.publishLarge("b", Sha256.of(parts.toArray(byte[][]::new)), parts);
        install(InstallOptions.DEFAULT);
        registry.withdraw("b");
        Path other = folder.resolve("other");

        registry.install("team/sales", other, folder.resolve("store"), SKIP);

        assertThat(other.resolve("b")).doesNotExist();
    }

    @Test
    void a_file_that_is_in_the_target_is_named_and_stays() {
        install(InstallOptions.DEFAULT);
        registry.withdraw("b");

        isRefusedHere(() -> install(InstallOptions.DEFAULT));
        InstallReport report = install(SKIP);

        assertThat(report.withdrawn()).containsExactly(new WithdrawnEntry("b", "because of b", "T-1", true));
        assertThat(target().resolve("b")).hasContent("two");
    }

    private static void isRefusedHere(ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(ClientException.class))
                .extracting(ClientException::kind)
                .isEqualTo(Kind.WITHDRAWN);
    }

    @Test
    void what_is_recalled_leaves_the_local_store_before_anything_else() {
        install(InstallOptions.DEFAULT);
        registry.recall("two");
        LocalStore store = LocalStore.open(folder.resolve("store"));

        InstallReport report = install(InstallOptions.DEFAULT);

        assertThat(report.purged()).isEqualTo(1);
        assertThat(store.fragments().has(Sha256.of("two".getBytes(StandardCharsets.UTF_8))))
                .isFalse();
        assertThat(store.fragments().has(Sha256.of("one".getBytes(StandardCharsets.UTF_8))))
                .isTrue();
        assertThat(Files.exists(target().resolve("b"))).isTrue();
    }
}
