package dev.bale.client.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.bale.client.ClientException;
import dev.bale.client.ClientException.Kind;
import dev.bale.client.http.TinyServer;
import dev.bale.manifest.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promises 2 and 7 as a client keeps them: a registry, a storage or a local store that lies is found out. */
class HostileRegistryTest {
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

    private InstallReport install() {
        return install("team/sales", InstallOptions.DEFAULT);
    }

    private InstallReport install(String reference, InstallOptions options) {
        return registry.install(reference, target(), folder.resolve("store"), options);
    }

    private String cat() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        registry.cat("team/sales//a", folder.resolve("store"), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Sha256 hash(String content) {
        return Sha256.of(content.getBytes(StandardCharsets.UTF_8));
    }

    private Path stored(String kind, Sha256 name) {
        return folder.resolve("store")
                .resolve(kind)
                .resolve(name.hex().substring(0, 2))
                .resolve(name.hex());
    }

    private static void assertRefused(ThrowingCallable call, Kind kind, String words) {
        assertThatThrownBy(call).asInstanceOf(type(ClientException.class)).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure).hasMessageContaining(words);
        });
    }

    @Test
    void a_page_that_is_not_what_its_parent_names_is_refused() {
        registry.publish(Map.of("a", "one"));
        registry.spoilPages(bytes -> new String(bytes, StandardCharsets.UTF_8)
                .replace(hash("one").hex(), hash("two").hex())
                .getBytes(StandardCharsets.UTF_8));

        assertRefused(this::install, Kind.VERIFICATION, "not what its name says");
        assertThat(target().resolve("a")).doesNotExist();
    }

    @Test
    void a_url_for_another_fragment_is_refused_before_it_is_used() {
        registry.publish(Map.of("a", "one"));
        registry.spoilHandOuts(
                json -> json.replace(hash("one").toString(), hash("two").toString()));

        assertRefused(this::install, Kind.VERIFICATION, "handed out");
        assertThat(registry.downloads()).isZero();
    }

    @Test
    void another_version_than_the_hash_asked_for_is_refused() {
        registry.publish(Map.of("a", "one"));

        assertRefused(
                () -> install("team/sales@" + "0".repeat(12), InstallOptions.DEFAULT), Kind.VERIFICATION, "answered");
        assertThat(target()).doesNotExist();
    }

    @Test
    void a_spoilt_page_of_the_local_store_is_fetched_again() throws IOException {
        registry.publish(Map.of("a", "one"));
        install();
        Path page;
        try (var pages = Files.walk(folder.resolve("store/pages"))) {
            page = pages.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        String right = Files.readString(page);
        Files.writeString(page, right.replace(hash("one").hex(), hash("two").hex()));

        registry.install("team/sales", folder.resolve("other"), folder.resolve("store"), InstallOptions.DEFAULT);

        assertThat(folder.resolve("other/a")).hasContent("one");
        assertThat(page).hasContent(right);
    }

    @Test
    void a_spoilt_item_of_the_local_store_is_not_printed() throws IOException {
        registry.publish(Map.of("a", "one"));
        assertThat(cat()).isEqualTo("one");
        spoil("one", "ONE");
        assertThat(cat()).isEqualTo("one");
    }

    private void spoil(String content, String with) throws IOException {
        Path item = stored("fragments", hash(content));
        Files.delete(item);
        Files.writeString(item, with);
    }

    @Test
    void a_storage_that_knows_no_ranges_starts_from_the_beginning() {
        String content = "0123456789".repeat(300_000);
        registry.publish(Map.of("a", content));
        AtomicInteger count = new AtomicInteger();
        registry.storage(exchange -> {
            if (count.incrementAndGet() == 1) {
                exchange.sendResponseHeaders(200, content.length());
                exchange.getResponseBody().write(registry.bytes(exchange), 0, 1_000_000);
                exchange.getResponseBody().flush();
                throw new IOException("the storage breaks off");
            }
            TinyServer.answer(exchange, 200, "application/octet-stream", registry.bytes(exchange));
        });

        install("team/sales", NO_STORE);

        assertThat(target().resolve("a")).hasContent(content);
        assertThat(count).hasValue(2);
    }

    @Test
    void a_file_has_its_name_only_once_it_is_whole_and_right() {
        String content = "0123456789".repeat(300_000);
        registry.publish(Map.of("a", content));
        AtomicInteger early = new AtomicInteger();
        registry.storage(exchange -> {
            byte[] bytes = registry.bytes(exchange);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes, 0, bytes.length - 1);
            exchange.getResponseBody().flush();
            if (Files.exists(target().resolve("a"))) {
                early.incrementAndGet();
            }
            exchange.getResponseBody().write(bytes, bytes.length - 1, 1);
        });

        install("team/sales", NO_STORE);

        assertThat(early).hasValue(0);
        assertThat(target().resolve("a")).hasContent(content);
    }

    @Test
    void the_state_of_installs_is_not_kept_behind_a_link() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createDirectories(target());
        Files.createSymbolicLink(target().resolve(".bale"), outside);
        registry.publish(Map.of("a", "one"));

        assertRefused(this::install, Kind.IN_THE_WAY, "is not a folder");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void nothing_is_removed_through_a_link() throws IOException {
        registry.publish(Map.of("d/file", "one", "kept", "two"));
        install();
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.move(target().resolve("d/file"), outside.resolve("file"));
        Files.delete(target().resolve("d"));
        Files.createSymbolicLink(target().resolve("d"), outside);
        registry.publish(Map.of("kept", "two"));

        install();

        assertThat(outside.resolve("file")).hasContent("one");
    }

    @Test
    void of_two_installs_into_one_target_the_second_is_told_to_wait() {
        registry.publish(Map.of("a", "one"));
        AtomicInteger refused = new AtomicInteger();
        registry.storage(exchange -> {
            assertRefused(this::install, Kind.CONFLICT, "under way");
            refused.incrementAndGet();
            registry.serve(exchange);
        });

        install();

        assertThat(refused).hasValue(1);
    }
}
