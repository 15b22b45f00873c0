package dev.bale.client.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.bale.client.ClientException;
import dev.bale.client.ClientException.Kind;
import dev.bale.client.http.Json;
import dev.bale.client.http.TinyServer;
import dev.bale.client.store.FileStamp;
import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallVersionTest {
    private static final InstallOptions FORCE = new InstallOptions(true, false, true, false, 4);
    private static final InstallOptions NO_STORE = new InstallOptions(false, false, false, false, 4);

    @TempDir
    private Path folder;

    private final FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void stop() {
        registry.close();
    }

    private Path target() {
        return folder.resolve("target");
    }

    private Path store() {
        return folder.resolve("store");
    }

    private InstallReport install() {
        return install("team/sales", InstallOptions.DEFAULT);
    }

    private InstallReport install(String reference, InstallOptions options) {
        return registry.install(reference, target(), store(), options);
    }

    private static void assertKind(ThrowingCallable call, Kind kind, String... words) {
        assertThatThrownBy(call).asInstanceOf(type(ClientException.class)).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.getMessage() + failure.paths()).contains(words);
        });
    }

    /** Every file of the target but the state, with its content. */
    private Map<String, String> content() throws IOException {
        Map<String, String> found = new HashMap<>();
        try (Stream<Path> files = Files.walk(target())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = target().relativize(file).toString();
                if (!path.startsWith(".bale")) {
                    found.put(path, Files.readString(file));
                }
            }
        }
        return found;
    }

    @Test
    void a_target_holds_exactly_the_version_and_a_second_install_downloads_nothing() throws IOException {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < 700; i++) {
            files.put("d" + i % 7 + "/f" + i, "content " + i);
        }
        files.put("empty", "");
        registry.publish(files);

        InstallReport first = install();
        long downloads = registry.downloads();
        InstallReport second = install();

        assertThat(content()).isEqualTo(files);
        assertThat(first.downloadedFragments()).isEqualTo(701);
        assertThat(second.isUpToDate()).isTrue();
        assertThat(registry.downloads()).isEqualTo(downloads);
        assertThat(registry.handOuts()).last().asString().contains("\"cached\":[[0,701]]");
    }

    @Test
    void a_file_of_another_store_is_fetched_from_there() throws IOException {
        registry.publish(Map.of("a", "one", "b", "two"));
        registry.place("b");

        install();

        assertThat(content()).isEqualTo(Map.of("a", "one", "b", "two"));
        assertThat(registry.downloaded())
                .anyMatch(line -> line.contains("?e=1&"))
                .anyMatch(line -> line.contains("?lake&"));
    }

    @Test
    void a_file_that_is_gone_is_named_and_the_others_are_installed() throws IOException {
        registry.publish(Map.of("a", "one", "b", "two", "c", "three"));
        registry.lose("b");

        assertKind(this::install, Kind.FAILED, "b is gone", "all others");

        assertThat(content()).isEqualTo(Map.of("a", "one", "c", "three"));
    }

    @Test
    void what_the_local_store_has_is_not_fetched_but_recorded() throws IOException {
        registry.publish(Map.of("a", "one", "b", "two"));
        install();

        InstallReport elsewhere =
                registry.install("team/sales", folder.resolve("other"), store(), InstallOptions.DEFAULT);

        assertThat(elsewhere.fromStore()).isEqualTo(2);
        assertThat(elsewhere.downloadedFragments()).isZero();
        assertThat(folder.resolve("other/a")).hasContent("one");
    }

    @Test
    void a_torn_item_of_the_local_store_is_found_and_fetched_again() throws IOException {
        registry.publish(Map.of("a", "one"));
        install();
        Path item = storeItem("one");
        Files.delete(item);
        Files.writeString(item, "ONE");

        InstallReport elsewhere =
                registry.install("team/sales", folder.resolve("other"), store(), InstallOptions.DEFAULT);

        assertThat(folder.resolve("other/a")).hasContent("one");
        assertThat(elsewhere.downloadedFragments()).isEqualTo(1);
        assertThat(item).hasContent("one");
    }

    private Path storeItem(String content) {
        String hex = Sha256.of(content.getBytes(StandardCharsets.UTF_8)).hex();
        return store().resolve("fragments").resolve(hex.substring(0, 2)).resolve(hex);
    }

    @Test
    void the_next_version_replaces_removes_and_adds_and_leaves_foreign_files() throws IOException {
        registry.publish(Map.of("same", "s", "changed", "old", "gone/deep/file", "g", "was-file", "f"));
        install();
        Files.writeString(target().resolve("mine.txt"), "mine");
        registry.publish(Map.of("same", "s", "changed", "new", "added", "a", "was-file/now-folder", "n"));

        InstallReport report = install();

        assertThat(content())
                .isEqualTo(Map.of(
                        "same", "s", "changed", "new", "added", "a", "was-file/now-folder", "n", "mine.txt", "mine"));
        assertThat(report.removed()).isEqualTo(2);
        assertThat(target().resolve("gone")).doesNotExist();
    }

    @Test
    void a_folder_of_the_last_version_may_become_a_file() throws IOException {
        registry.publish(Map.of("x/a", "1", "x/b", "2"));
        install();
        registry.publish(Map.of("x", "file"));

        install();

        assertThat(content()).isEqualTo(Map.of("x", "file"));
    }

    @Test
    void files_that_were_changed_here_are_not_overwritten_unless_forced() throws IOException {
        registry.publish(Map.of("a", "one", "b", "two"));
        install();
        Files.writeString(target().resolve("a"), "edited");
        registry.publish(Map.of("a", "one, later", "b", "two, later"));

        assertKind(this::install, Kind.IN_THE_WAY, "a: was changed here");
        assertThat(content()).isEqualTo(Map.of("a", "edited", "b", "two"));

        install("team/sales", FORCE);
        assertThat(content()).isEqualTo(Map.of("a", "one, later", "b", "two, later"));
    }

    @Test
    void a_changed_file_that_is_no_longer_wanted_stays_and_is_told() throws IOException {
        registry.publish(Map.of("a", "one", "b", "two"));
        install();
        Files.writeString(target().resolve("a"), "edited");
        registry.publish(Map.of("b", "two"));

        InstallReport report = install();

        assertThat(report.changedKept()).containsExactly("a");
        assertThat(content()).isEqualTo(Map.of("a", "edited", "b", "two"));
    }

    @Test
    void a_foreign_file_in_the_way_is_listed_and_one_that_is_right_is_taken_over() throws IOException {
        Files.createDirectories(target());
        Files.writeString(target().resolve("a"), "foreign");
        Files.writeString(target().resolve("b"), "two");
        registry.publish(Map.of("a", "one", "b", "two"));

        assertKind(this::install, Kind.IN_THE_WAY, "a: was not put here by an install");

        InstallReport forced = install("team/sales", FORCE);
        assertThat(forced.kept()).isEqualTo(1);
        assertThat(content()).isEqualTo(Map.of("a", "one", "b", "two"));
    }

    @Test
    void nothing_is_written_through_a_symbolic_link_even_when_forced() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createDirectories(target());
        Files.createSymbolicLink(target().resolve("d"), outside);
        registry.publish(Map.of("d/e/file", "content"));

        assertKind(this::install, Kind.IN_THE_WAY, "d is a symbolic link");
        assertKind(() -> install("team/sales", FORCE), Kind.IN_THE_WAY, "d is a symbolic link");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void a_symbolic_link_in_place_of_a_file_is_replaced_and_never_written_through() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside"), "precious");
        Files.createDirectories(target());
        Files.createSymbolicLink(target().resolve("a"), outside);
        registry.publish(Map.of("a", "one"));

        assertKind(this::install, Kind.IN_THE_WAY, "a: was not put here");
        install("team/sales", FORCE);

        assertThat(outside).hasContent("precious");
        assertThat(target().resolve("a")).isRegularFile().hasContent("one");
        assertThat(Files.isSymbolicLink(target().resolve("a"))).isFalse();
    }

    @Test
    void the_folder_of_the_install_state_is_no_place_for_entries() {
        registry.publish(Map.of(".bale/install.jsonl", "forged"));

        assertKind(() -> install("team/sales", FORCE), Kind.IN_THE_WAY, ".bale");
    }

    @Test
    void one_folder_of_a_package_is_installed_by_itself_and_others_stay() throws IOException {
        registry.publish(Map.of("a/1", "a1", "a/2", "a2", "b/1", "b1"));

        install("team/sales//a", InstallOptions.DEFAULT);
        assertThat(content()).isEqualTo(Map.of("a/1", "a1", "a/2", "a2"));

        install("team/sales//b", InstallOptions.DEFAULT);
        assertThat(content()).hasSize(3);

        registry.publish(Map.of("a/1", "a1", "b/1", "b1"));
        InstallReport report = install("team/sales//a", InstallOptions.DEFAULT);
        assertThat(report.removed()).isEqualTo(1);
        assertThat(content()).isEqualTo(Map.of("a/1", "a1", "b/1", "b1"));
        assertKind(
                () -> install("team/sales//nowhere", InstallOptions.DEFAULT),
                Kind.NOT_FOUND,
                "no file or folder nowhere");
    }

    @Test
    void bytes_that_are_not_what_their_name_says_never_reach_the_target() throws IOException {
        registry.publish(Map.of("a", "right"));
        registry.spoil("right", "wrong");

        assertKind(this::install, Kind.VERIFICATION, "other bytes");

        assertThat(content()).isEmpty();
        assertThat(storeItem("right")).doesNotExist();
        assertThat(registry.downloads()).isEqualTo(3);
    }

    @Test
    void more_bytes_than_announced_are_refused() throws IOException {
        registry.publish(Map.of("a", "right"));
        registry.spoil("right", "right and more");

        assertKind(this::install, Kind.VERIFICATION, "other bytes");
        assertThat(content()).isEmpty();
    }

    @Test
    void a_version_document_that_does_not_have_its_top_hash_is_refused() {
        registry.publish(Map.of("a", "one"));
        registry.spoilDocument(bytes -> new String(bytes, StandardCharsets.UTF_8)
                .replace("\"bytes\":3", "\"bytes\":4")
                .getBytes(StandardCharsets.UTF_8));

        assertKind(this::install, Kind.VERIFICATION, "top hash");
    }

    @Test
    void dead_urls_are_renewed_once_for_all() throws IOException {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            files.put("f" + i, "content " + i);
        }
        registry.publish(files);
        registry.storage(exchange -> {
            if (String.valueOf(exchange.getRequestURI().getQuery()).startsWith("e=1&")) {
                TinyServer.answer(exchange, 403, "application/xml", "<Error><Code>AccessDenied</Code></Error>");
            } else {
                registry.serve(exchange);
            }
        });

        install();

        assertThat(content()).isEqualTo(files);
        assertThat(registry.handOuts()).hasSize(2);
    }

    @Test
    void a_download_that_breaks_off_goes_on_where_it_broke() throws IOException {
        String content = "0123456789".repeat(300_000);
        registry.publish(Map.of("a", content));
        AtomicInteger count = new AtomicInteger();
        List<String> ranges = new ArrayList<>();
        registry.storage(exchange -> {
            ranges.add(exchange.getRequestHeaders().getFirst("Range"));
            if (count.incrementAndGet() == 1) {
                exchange.sendResponseHeaders(200, content.length());
                exchange.getResponseBody().write(registry.bytes(exchange), 0, 1_000_000);
                exchange.getResponseBody().flush();
                throw new IOException("the storage breaks off");
            }
            registry.serve(exchange);
        });

        install("team/sales", NO_STORE);

        assertThat(content()).isEqualTo(Map.of("a", content));
        assertThat(ranges).hasSize(2);
        assertThat(ranges.get(1)).matches("bytes=[1-9]\\d*-");
    }

    @Test
    void a_file_of_several_fragments_is_put_together_and_its_claim_confirmed() throws IOException {
        List<byte[]> parts = parts();
        registry.publishLarge("large", Sha256.of(parts.toArray(byte[][]::new)), parts);

        install();

        assertThat(Sha256.of(Files.readAllBytes(target().resolve("large"))))
                .isEqualTo(Sha256.of(parts.toArray(byte[][]::new)));
    }

    @Test
    void a_false_claim_about_the_whole_file_is_found_and_nothing_installed() throws IOException {
        registry.publishLarge("large", Sha256.of(new byte[] {1}), parts());

        assertKind(this::install, Kind.VERIFICATION, "as its publisher claimed");
        assertThat(content()).isEmpty();
    }

    @Test
    void an_interrupted_install_without_the_store_goes_on_with_the_fragments_it_has() throws IOException {
        List<byte[]> parts = parts();
        registry.publishLarge("large", Sha256.of(parts.toArray(byte[][]::new)), parts);
        AtomicInteger count = new AtomicInteger();
        registry.storage(exchange -> {
            if (count.incrementAndGet() == 2) {
                TinyServer.answer(exchange, 404, "application/xml", "<Error><Code>NoSuchKey</Code></Error>");
            } else {
                registry.serve(exchange);
            }
        });
        InstallOptions oneByOne = new InstallOptions(false, false, false, false, 1);
        assertKind(() -> install("team/sales", oneByOne), Kind.FAILED, "NoSuchKey");
        assertThat(content()).isEmpty();

        InstallReport report = install("team/sales", oneByOne);

        assertThat(report.downloadedFragments()).isEqualTo(1);
        assertThat(target().resolve("large")).hasSize(report.bytes());
    }

    private static List<byte[]> parts() {
        Random random = new Random(7);
        byte[] first = new byte[40 << 20];
        byte[] second = new byte[30 << 20];
        random.nextBytes(first);
        random.nextBytes(second);
        return List.of(first, second);
    }

    @Test
    void links_share_the_bytes_of_the_store_and_cannot_be_written() throws IOException {
        registry.publish(Map.of("a", "one"));

        install("team/sales", new InstallOptions(false, true, true, false, 4));

        assertThat(Files.isSameFile(target().resolve("a"), storeItem("one"))).isTrue();
        assertThat(Files.getPosixFilePermissions(target().resolve("a")))
                .noneMatch(right -> right.name().endsWith("WRITE"));
    }

    @Test
    void another_package_does_not_replace_the_one_that_is_there() throws IOException {
        registry.publish(Map.of("a", "one"));
        install();
        Path state = target().resolve(".bale/install.jsonl");
        Files.writeString(state, Files.readString(state).replace("team/sales", "team/other"));

        assertKind(this::install, Kind.IN_THE_WAY, "holds an install of team/other");
    }

    @Test
    void after_a_restart_of_the_machine_files_are_read_before_they_are_trusted() throws IOException {
        registry.publish(Map.of("a", "one", "b", "two"));
        install();
        Path state = target().resolve(".bale/install.jsonl");
        String line = Files.readAllLines(state).get(1);
        // As a power cut may leave it: the size and the times are right, the bytes are not.
        Files.writeString(target().resolve("a"), "\0\0\0");
        String torn = Json.MAPPER.writeValueAsString(InstalledFile.of(
                Entry.of(EntryPath.of("a"), 3, Sha256.of("one".getBytes(StandardCharsets.UTF_8))),
                FileStamp.of(target().resolve("a"))));
        Files.writeString(
                state,
                Files.readString(state).replace(line, torn).replaceFirst("\"boot\":\"[^\"]*\"", "\"boot\":\"x\""));

        assertKind(this::install, Kind.IN_THE_WAY, "a: was changed here");
        install("team/sales", FORCE);
        assertThat(content()).isEqualTo(Map.of("a", "one", "b", "two"));
    }

    @Test
    void temporary_files_of_a_killed_install_are_swept() throws IOException {
        registry.publish(Map.of("a", "one"));
        Files.createDirectories(target().resolve(".bale/tmp"));
        Files.writeString(target().resolve(".bale/tmp/f1"), "half");

        install();

        assertThat(target().resolve(".bale/tmp")).isEmptyDirectory();
    }
}
