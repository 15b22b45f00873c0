package dev.bale.client.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.client.progress.Progress;
import dev.bale.client.store.LocalStore;
import dev.bale.client.verify.VerifyFolder;
import dev.bale.client.verify.VerifyReport;
import dev.bale.client.verify.VerifyReport.Difference;
import dev.bale.client.verify.VerifyReport.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyInstallTest {
    @TempDir
    private Path folder;

    @Test
    void missing_changed_and_foreign_files_are_told_apart_whatever_their_times_say() throws IOException {
        Path target = folder.resolve("target");
        Path store = folder.resolve("store");
        try (FakeRegistry registry = new FakeRegistry()) {
            registry.publish(Map.of("a", "one", "b/c", "two", "d", "three", "e", "four"));
            registry.install("team/sales", target, store, InstallOptions.DEFAULT);
        }
        assertThat(verify(target, store).isRight()).isTrue();

        Files.delete(target.resolve("b/c"));
        FileTime before = Files.getLastModifiedTime(target.resolve("d"));
        Files.writeString(target.resolve("d"), "THREE");
        Files.setLastModifiedTime(target.resolve("d"), before);
        Files.writeString(target.resolve("mine"), "mine");

        VerifyReport report = verify(target, store);
        assertThat(report.isRight()).isFalse();
        assertThat(report.differences())
                .containsExactlyInAnyOrder(
                        new Difference(Kind.MISSING, "b/c"),
                        new Difference(Kind.CHANGED, "d"),
                        new Difference(Kind.FOREIGN, "mine"));
    }

    private static VerifyReport verify(Path target, Path store) throws IOException {
        return new VerifyFolder(LocalStore.open(store), Progress.NONE).againstInstall(target);
    }
}
