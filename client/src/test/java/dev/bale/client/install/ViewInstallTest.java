package dev.bale.client.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.bale.client.ClientException;
import dev.bale.client.ClientException.Kind;
import dev.bale.client.progress.Progress;
import dev.bale.manifest.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installs by somebody who may read only some paths. */
class ViewInstallTest {
    private static final Map<String, String> FILES =
            Map.of("a/1", "one", "a/2", "two", "a/sub/3", "three", "b/c/d", "deep", "b/x", "not mine", "z", "nor this");

    @TempDir
    private Path folder;

    private final FakeRegistry registry = new FakeRegistry();
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void a_view_of_two_folders() {
        registry.publish(FILES);
        registry.show("a", "b/c");
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private InstallReport install() {
        return install("team/sales", folder.resolve("target"));
    }

    private InstallReport install(String reference, Path target) {
        return registry.install(
                reference, target, folder.resolve("store"), InstallOptions.DEFAULT, new Warnings(warnings));
    }

    /** Keeps what a person would be warned of. */
    private record Warnings(List<String> warnings) implements Progress {
        @Override
        public void phase(String name) {}

        @Override
        public void total(long files, long bytes) {}

        @Override
        public void bytes(long more) {}

        @Override
        public void files(long more) {}

        @Override
        public void warn(String message) {
            warnings.add(message);
        }
    }

    private Map<String, String> content(Path target) throws IOException {
        Map<String, String> found = new HashMap<>();
        try (Stream<Path> files = Files.walk(target)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = target.relativize(file).toString();
                if (!path.startsWith(".bale")) {
                    found.put(path, Files.readString(file));
                }
            }
        }
        return found;
    }

    private Map<String, String> content() throws IOException {
        return content(folder.resolve("target"));
    }

    private static Map<String, String> only(String... paths) {
        Map<String, String> only = new HashMap<>();
        for (String path : paths) {
            only.put(path, FILES.get(path));
        }
        return only;
    }

    private List<String> spools() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("store/tmp"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void assertKind(ThrowingCallable call, Kind kind, String... words) {
        assertThatThrownBy(call).asInstanceOf(type(ClientException.class)).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.getMessage()).contains(words);
        });
    }

    @Test
    void the_target_holds_exactly_the_view_and_no_page_was_asked_for() throws IOException {
        InstallReport report = install();

        assertThat(content()).isEqualTo(only("a/1", "a/2", "a/sub/3", "b/c/d"));
        assertThat(report.view()).containsExactly("a", "b/c");
        assertThat(report.entries()).isEqualTo(4);
        assertThat(registry.requests()).noneMatch(request -> request.contains("/pages"));
        assertThat(registry.handOuts()).allMatch(request -> request.contains("\"view\":\"view-1\""));
        assertThat(spools()).isEmpty();
    }

    @Test
    void a_second_install_and_one_from_the_local_store_download_nothing_and_are_recorded() throws IOException {
        install();
        long before = registry.downloads();

        InstallReport again = install();
        InstallReport elsewhere = install("team/sales", folder.resolve("elsewhere"));

        assertThat(again.isUpToDate()).isTrue();
        assertThat(again.view()).isNotEmpty();
        assertThat(elsewhere.fromStore()).isEqualTo(4);
        assertThat(content(folder.resolve("elsewhere"))).isEqualTo(content());
        assertThat(registry.downloads()).isEqualTo(before);
        assertThat(registry.handOuts()).hasSize(3);
        assertThat(registry.handOuts().get(1)).contains("\"cached\":[[0,4]]");
    }

    @Test
    void one_folder_or_file_of_the_view() throws IOException {
        install("team/sales//b", folder.resolve("folder"));
        install("team/sales//a/2", folder.resolve("file"));

        assertThat(content(folder.resolve("folder"))).isEqualTo(only("b/c/d"));
        assertThat(content(folder.resolve("file"))).isEqualTo(only("a/2"));
        assertKind(() -> install("team/sales//z", folder.resolve("none")), Kind.NOT_FOUND, "no file or folder z");
    }

    @Test
    void what_the_view_lost_is_removed_and_what_was_changed_here_stays() throws IOException {
        install();
        Files.writeString(folder.resolve("target/a/2"), "mine now");
        registry.show("b/c");

        InstallReport report = install();

        assertThat(content()).isEqualTo(Map.of("b/c/d", "deep", "a/2", "mine now"));
        assertThat(report.removed()).isEqualTo(2);
        assertThat(report.changedKept()).containsExactly("a/2");
    }

    @Test
    void a_view_that_becomes_the_whole_is_installed_as_such() throws IOException {
        install();
        registry.showAll();

        InstallReport report = install();

        assertThat(content()).isEqualTo(FILES);
        assertThat(report.view()).isEmpty();
        assertThat(report.kept()).isEqualTo(4);
    }

    @Test
    void a_view_that_changes_meanwhile_is_begun_again_once() throws IOException {
        AtomicInteger handOuts = new AtomicInteger();
        registry.beforeHandOut(() -> {
            if (handOuts.getAndIncrement() == 0) {
                registry.show("a", "z");
            }
        });

        InstallReport report = install();

        assertThat(content()).isEqualTo(only("a/1", "a/2", "a/sub/3", "z"));
        assertThat(report.view()).containsExactly("a", "z");
        assertThat(warnings).singleElement().asString().contains("changed while it was installed");
        assertThat(spools()).isEmpty();
    }

    @Test
    void a_view_that_changes_all_the_time_ends_the_install() throws IOException {
        registry.beforeHandOut(() -> registry.show("a"));

        assertKind(this::install, Kind.CONFLICT, "begin again");
        assertThat(warnings).hasSize(1);
        assertThat(spools()).isEmpty();
    }

    @Test
    void a_large_file_of_the_view_is_put_together_and_held_to_its_hash() throws IOException {
        List<byte[]> parts = new ArrayList<>();
        java.security.MessageDigest whole = Sha256.digest();
        for (int i = 0; i < 5; i++) {
            byte[] part = new byte[20 << 20];
            java.util.Arrays.fill(part, (byte) i);
            parts.add(part);
            whole.update(part);
        }
        registry.publishLarge("a/big", Sha256.finish(whole), parts);

        install();

        assertThat(folder.resolve("target/a/big")).hasSize(100L << 20);
        registry.publishLarge("a/big", Sha256.of(), parts);
        assertKind(() -> install("team/sales", folder.resolve("wrong")), Kind.VERIFICATION, "publisher claimed");
    }

    @Test
    void a_list_that_breaks_off_is_asked_for_again() throws IOException {
        AtomicInteger lists = new AtomicInteger();
        registry.spoilList(lines -> lists.getAndIncrement() == 0 ? lines.substring(0, lines.length() - 10) : lines);

        install();

        assertThat(lists).hasValue(2);
        assertThat(content()).isEqualTo(only("a/1", "a/2", "a/sub/3", "b/c/d"));
    }

    @Test
    void a_list_that_is_not_what_the_view_says_is_refused() {
        Map<String, UnaryOperator<String>> wrong = Map.of(
                "less", lines -> lines.substring(lines.indexOf('\n') + 1),
                "foreign", lines -> lines.replace("\"b/c/d\"", "\"b/x\""),
                "beside", lines -> lines.replace("\"b/c/d\"", "\"b/cc\""),
                "outside", lines -> lines.replace("\"b/c/d\"", "\"b/c/../../../../x\""),
                "absolute", lines -> lines.replace("\"b/c/d\"", "\"/b/c/d\""),
                "twice", lines -> lines.replace("\"a/2\"", "\"a/1\""),
                "disorder", lines -> lines.replace("\"a/1\"", "\"a/9\""),
                "file and folder", lines -> lines.replace("\"a/2\"", "\"a/1/x\""),
                "no hash", lines -> lines.replaceFirst("\"sha256\":\"[^\"]+\"", "\"x\":1"),
                "negative", lines -> lines.replaceFirst("\"size\":\\d+", "\"size\":-1"));
        wrong.forEach((what, change) -> {
            registry.spoilList(change);
            assertThatThrownBy(this::install)
                    .as(what)
                    .asInstanceOf(type(ClientException.class))
                    .extracting(ClientException::kind)
                    .isEqualTo(Kind.VERIFICATION);
        });
        assertThat(folder.resolve("x")).doesNotExist();
        assertThat(folder.resolve("target/a")).doesNotExist();
        assertThat(registry.handOuts()).isEmpty();
    }

    @Test
    void bytes_that_are_not_what_the_list_says_are_refused() {
        registry.spoil("two", "TWO");

        assertKind(this::install, Kind.VERIFICATION, "a/2");
        assertThat(folder.resolve("target/a/2")).doesNotExist();
    }

    @Test
    void one_file_is_written_and_one_outside_is_not_there() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        registry.cat("team/sales//a/sub/3", folder.resolve("store"), out);

        assertThat(out).hasToString("three");
        assertKind(() -> registry.cat("team/sales//b/x", folder.resolve("store"), out), Kind.NOT_FOUND, "no file b/x");
        assertThat(registry.requests()).noneMatch(request -> request.contains("/pages"));
    }
}
