package dev.bale.standalone;

import static dev.bale.embedded.fault.FaultRule.when;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.embedded.fault.Fault;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Folders;
import dev.bale.embedded.programs.Running.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The command line in the hands of somebody who may read some paths of a package. */
@ExtendWith(SharedRegistry.class)
class ViewsIT {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final ProxiedRegistry here;

    ViewsIT(ProxiedRegistry here) {
        this.here = here;
    }

    /** A package, its owner, and a service account that may read {@code site/b} and the one large file {@code big/scan.bin} of it. */
    private record Scene(String name, Path source, Bale owner, String account, Bale reader) {}

    private Scene scene() {
        String account = "site-" + NAMES.incrementAndGet();
        String name = "views/" + account;
        Path source = here.newFolder("source");
        Random random = new Random(5);
        Folders.file(source.resolve("big/scan.bin"), 70 << 20, random);
        Folders.file(source.resolve("big/other.bin"), 1 << 20, random);
        for (int i = 0; i < 300; i++) {
            Folders.file(source.resolve("site/a/%03d.csv".formatted(i)), 300, random);
            Folders.file(source.resolve("site/b/%03d.csv".formatted(i)), 300, random);
        }
        text(source.resolve("site/b/readme.md"), "of site b");
        Folders.file(source.resolve("site/b.csv"), 300, random);
        Folders.file(source.resolve("site/bb/x"), 300, random);
        Bale owner = here.newMachine();
        owner.run("push", name, source, "-m", "with site/a").mustExit(0);
        owner.run("service-account", "create", account).mustExit(0);
        String token = owner.run("service-account", "token-create", account, "test", "--scope", "write", "--json")
                .mustExit(0)
                .json()
                .path("token")
                .asText();
        owner.run("access", "grant", name + "//site/b", "reader", account).mustExit(0);
        owner.run("access", "grant", name + "//big/scan.bin", "reader", account).mustExit(0);
        Bale reader =
                Bale.nobody(here.newFolder("reader"), here.front().endpoint()).withToken(token);
        return new Scene(name, source, owner, account, reader);
    }

    private static void text(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What of the source the reader may have. */
    private static Path readable(Scene scene, Path copy) throws IOException {
        for (String path : Folders.files(scene.source())) {
            if (path.startsWith("site/b/") || path.equals("big/scan.bin")) {
                Files.createDirectories(copy.resolve(path).getParent());
                Files.copy(scene.source().resolve(path), copy.resolve(path));
            }
        }
        return copy;
    }

    @Test
    void an_install_brings_the_view_and_asks_for_no_page() throws IOException {
        Scene scene = scene();
        Path expected = readable(scene, here.newFolder("expected"));
        Path target = here.newFolder("target");
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        here.front().inject(new Fault.Delay(Duration.ofMillis(1)), when(request -> {
            asked.add(request.path());
            return false;
        }));

        Finished install = scene.reader().run("install", scene.name(), target).mustExit(0);

        Folders.assertSame(expected, target);
        assertThat(install.out())
                .contains("verified   file by file (your view of " + scene.name() + ": big/scan.bin, site/b)");
        assertThat(asked).isNotEmpty().noneMatch(path -> path.endsWith("/pages"));
        scene.reader().run("verify", target).mustExit(0);
        assertThat(scene.reader()
                        .run("verify", target, "--against", scene.name())
                        .mustExit(0)
                        .out())
                .contains("(your view)");

        // Again, and elsewhere from the local store.
        JsonNode again = scene.reader()
                .run("install", scene.name(), target, "--json")
                .mustExit(0)
                .json();
        assertThat(again.path("up_to_date").asBoolean()).isTrue();
        assertThat(again.path("verified").asText()).isEqualTo("files");
        Path elsewhere = here.newFolder("elsewhere");
        here.resetTraffic();
        JsonNode copied = scene.reader()
                .run("install", scene.name(), elsewhere, "--json")
                .mustExit(0)
                .json();
        assertThat(copied.path("downloaded_fragments").asLong()).isZero();
        Folders.assertSame(expected, elsewhere);
    }

    @Test
    void what_is_no_longer_wanted_goes_and_what_was_changed_yields_to_force() throws IOException {
        Scene scene = scene();
        Path target = here.newFolder("target");
        scene.reader().run("install", scene.name(), target).mustExit(0);
        Files.writeString(target.resolve("site/b/001.csv"), "changed here");
        Files.writeString(target.resolve("mine.txt"), "foreign");
        Files.delete(scene.source().resolve("site/b/002.csv"));
        Files.writeString(scene.source().resolve("site/b/003.csv"), "new content");
        Files.writeString(scene.source().resolve("site/a/003.csv"), "not for the reader");
        scene.owner().run("push", scene.name(), scene.source()).mustExit(0);

        scene.reader().run("install", scene.name(), target).mustExit(8);
        scene.reader().run("install", scene.name(), target, "--force").mustExit(0);

        Path expected = readable(scene, here.newFolder("expected"));
        Files.writeString(expected.resolve("mine.txt"), "foreign");
        Folders.assertSame(expected, target);
    }

    @Test
    void a_grant_that_comes_while_it_runs_is_told_and_the_install_begins_again() throws IOException {
        Scene scene = scene();
        Path target = here.newFolder("target");
        AtomicInteger handOuts = new AtomicInteger();
        // The proxy asks its rules one request at a time, so this one goes past it.
        RegistryApi api = here.api();
        here.front().inject(new Fault.Delay(Duration.ofMillis(1)), when(request -> {
            if (request.path().endsWith("/hand-outs") && handOuts.getAndIncrement() == 0) {
                String grant = "{\"principal\":\"" + scene.account() + "\",\"role\":\"reader\",\"path\":\"site/bb\"}";
                api.send(
                        "POST",
                        "/v1/packages/" + scene.name() + "/access",
                        "application/json",
                        grant.getBytes(StandardCharsets.UTF_8));
            }
            return false;
        }));

        Finished install = scene.reader().run("install", scene.name(), target).mustExit(0);

        assertThat(install.err()).contains("changed while it was installed");
        assertThat(target.resolve("site/bb/x"))
                .hasSameBinaryContentAs(scene.source().resolve("site/bb/x"));
        assertThat(Folders.files(target)).hasSize(303);
    }

    @Test
    void every_command_shows_the_view_and_nothing_else() throws IOException {
        Scene scene = scene();
        Bale reader = scene.reader();

        assertThat(lines(reader.run("ls", scene.name()))).containsExactly("big/", "site/");
        assertThat(lines(reader.run("ls", scene.name() + "//site"))).containsExactly("site/b/");
        assertThat(lines(reader.run("ls", "-R", scene.name()))).hasSize(302).contains("big/scan.bin");
        assertThat(reader.run("ls", "-l", scene.name()).mustExit(0).out()).contains("301 files");
        assertThat(reader.run("info", scene.name()).mustExit(0).out())
                .contains("your view  big/scan.bin, site/b")
                .contains("302 files");
        assertThat(reader.run("log", scene.name()).mustExit(0).out())
                .contains("admin")
                .doesNotContain("site/a", "files");
        assertThat(reader.run("list").mustExit(0).out()).contains(scene.name()).contains("some paths");
        assertThat(reader.run("tag", "list", scene.name()).mustExit(0).out()).contains("latest");
        assertThat(reader.run("cat", scene.name() + "//site/b/readme.md")
                        .mustExit(0)
                        .out())
                .isEqualTo("of site b");
        for (String outside : List.of("site/a/007.csv", "site/b.csv", "site/bb/x", "big/other.bin", "nowhere")) {
            String reference = scene.name() + "//" + outside;
            reader.run("cat", reference).mustExit(3);
            reader.run("ls", reference).mustExit(3);
            reader.run("info", reference).mustExit(3);
            reader.run("install", reference, here.newFolder("none")).mustExit(3);
        }
        reader.run("push", scene.name(), scene.source()).mustExit(3);
    }

    private static List<String> lines(Finished finished) {
        return new ArrayList<>(finished.mustExit(0).out().lines().toList());
    }
}
