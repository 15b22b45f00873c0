package dev.bale.standalone;

import static dev.bale.embedded.fault.FaultRule.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.embedded.fault.Fault;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Folders;
import dev.bale.embedded.programs.Pauses;
import dev.bale.embedded.programs.Running;
import dev.bale.embedded.programs.Running.Finished;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Awkward folders on the client's side: what is pushed from, and what is installed into. */
@ExtendWith(SharedRegistry.class)
class ClientFilesIT {
    private static final Duration LONGEST = Duration.ofMinutes(8);

    private final ProxiedRegistry here;

    ClientFilesIT(ProxiedRegistry here) {
        this.here = here;
    }

    @Test
    void symbolic_links_and_empty_folders_stay_behind_and_are_listed() throws IOException {
        Path source = Folders.small(here.newFolder("source"), new Random(31));
        Files.createSymbolicLink(source.resolve("a/link"), Path.of("/etc/passwd"));
        Files.createDirectory(source.resolve("nothing"));
        Bale bale = here.newMachine();

        Finished push = bale.run("push", "files/links", source, "--json").mustExit(0);

        assertThat(push.json().path("left_out_count").asLong()).isEqualTo(2);
        List<String> listed = new ArrayList<>();
        for (JsonNode each : push.json().path("left_out")) {
            listed.add(each.path("path").asText());
        }
        assertThat(listed).containsExactlyInAnyOrder("a/link", "nothing");
        assertThat(push.json().path("entries").asLong()).isEqualTo(36);
    }

    @Test
    void nothing_is_written_through_a_link_in_the_target() throws IOException {
        Path source = Folders.small(here.newFolder("source"), new Random(32));
        Bale bale = here.newMachine();
        bale.run("push", "files/through", source).mustExit(0);
        Path elsewhere = Files.createDirectories(here.newFolder("elsewhere"));
        Path target = Files.createDirectories(here.newFolder("target"));
        Files.createSymbolicLink(target.resolve("b"), elsewhere);

        Finished install =
                bale.run("install", "files/through", target, "--json").mustExit(8);
        bale.run("install", "files/through", target, "--force");

        assertThat(install.json().at("/error/paths/0").asText()).startsWith("b");
        assertThat(Folders.files(elsewhere)).isEmpty();
    }

    @Test
    void names_that_differ_in_case_alone_are_warned_of() {
        Path source = here.newFolder("source");
        Folders.file(source.resolve("Data.csv"), 10, new Random(1));
        Folders.file(source.resolve("data.csv"), 10, new Random(2));

        Finished push = here.newMachine().run("push", "files/case", source).mustExit(0);

        assertThat(push.err()).contains("Data.csv").contains("data.csv");
    }

    @Test
    void a_file_that_changes_on_its_way_to_the_storage_ends_the_push() throws IOException {
        Path source = here.newFolder("source");
        Path file = Folders.file(source.resolve("large.bin"), 40 << 20, new Random(33));
        Bale bale = here.newMachine();
        here.storage().inject(new Fault.Delay(Duration.ofSeconds(2)), on("PUT"));
        here.resetTraffic();

        Running push = bale.start("push", "files/changing", source, "--json");
        Pauses.until(
                "an upload", LONGEST, () -> here.storage().traffic().of("PUT").requests() > 0);
        try (OutputStream end = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            end.write('x');
        }

        endedBecauseOf("large.bin", push.await(LONGEST));
        assertThat(here.api().get("/v1/packages/files/changing").status()).isEqualTo(404);
    }

    @Test
    void a_file_that_vanishes_before_its_turn_ends_the_push() throws IOException {
        Path source = Folders.small(here.newFolder("source"), new Random(34));
        Bale bale = here.newMachine();
        here.storage()
                .inject(new Fault.Delay(Duration.ofMillis(1_500)), on("PUT").times(1));
        here.resetTraffic();

        Running push = bale.start("push", "files/vanishing", source, "--transfers", "1", "--json");
        Pauses.until(
                "an upload", LONGEST, () -> here.storage().traffic().of("PUT").requests() > 0);
        // Uploads go in the order of the paths.
        Files.delete(source.resolve("c/file-35.csv"));

        endedBecauseOf("c/file-35.csv", push.await(LONGEST));
        assertThat(here.api().get("/v1/packages/files/vanishing").status()).isEqualTo(404);
    }

    private static void endedBecauseOf(String path, Finished push) {
        push.mustExit(9);
        assertThat(push.message()).contains(path).containsIgnoringCase("run the same command again");
        assertThat(push.json().at("/error/paths/0").asText()).isEqualTo(path);
    }

    @Test
    void what_is_foreign_stays_what_was_changed_is_refused_what_is_unwanted_goes() throws IOException {
        Path source = Folders.small(here.newFolder("source"), new Random(35));
        Path target = here.newFolder("target");
        Bale bale = here.newMachine();
        bale.run("push", "files/mine", source).mustExit(0);
        bale.run("install", "files/mine", target).mustExit(0);
        Files.delete(source.resolve("a/file-0.csv"));
        Files.delete(source.resolve("a/file-3.csv"));
        Folders.file(source.resolve("b/file-1.csv"), 5_000, new Random(36));
        bale.run("push", "files/mine", source).mustExit(0);
        Files.writeString(target.resolve("notes.txt"), "mine");
        Files.writeString(target.resolve("b/file-1.csv"), "changed here");
        Files.writeString(target.resolve("a/file-3.csv"), "changed here");

        Finished refused = bale.run("install", "files/mine", target, "--json").mustExit(8);

        assertThat(refused.json().at("/error/paths/0").asText()).startsWith("b/file-1.csv");
        assertThat(target.resolve("a/file-0.csv")).as("nothing was done").exists();
        Finished forced =
                bale.run("install", "files/mine", target, "--force", "--json").mustExit(0);
        assertThat(forced.json().path("removed").asLong()).isEqualTo(1);
        assertThat(forced.json().at("/changed_kept/0").asText()).isEqualTo("a/file-3.csv");
        assertThat(target.resolve("a/file-0.csv")).doesNotExist();
        assertThat(target.resolve("notes.txt")).hasContent("mine");
        Files.delete(target.resolve("notes.txt"));
        Files.delete(target.resolve("a/file-3.csv"));
        Folders.assertSame(source, target);
    }

    @Test
    void links_share_the_bytes_of_the_local_store_and_are_read_only() throws IOException {
        Path source = Folders.small(here.newFolder("source"), new Random(37));
        Path first = here.newFolder("target");
        Path second = here.newFolder("target");
        Bale bale = here.newMachine();
        bale.run("push", "files/linked", source).mustExit(0);

        bale.run("install", "files/linked", first, "--link").mustExit(0);
        bale.run("install", "files/linked", second, "--link").mustExit(0);

        Folders.assertSame(source, first);
        Folders.assertSame(source, second);
        Path file = Path.of("a/file-0.csv");
        assertThat(Files.getAttribute(first.resolve(file), "unix:ino"))
                .isEqualTo(Files.getAttribute(second.resolve(file), "unix:ino"));
        assertThat(Files.getPosixFilePermissions(first.resolve(file)))
                .noneMatch(permission -> permission.name().endsWith("WRITE"));
    }

    @Test
    void a_full_disk_ends_an_install_which_then_goes_on() throws IOException {
        Path source = here.newFolder("source");
        for (int i = 0; i < 10; i++) {
            Folders.file(source.resolve("file-" + i), 400_000, new Random(40 + i));
        }
        Bale bale = here.newMachine();
        bale.run("push", "files/full", source).mustExit(0);
        try (SmallDisk disk = SmallDisk.mount(Files.createDirectories(here.newFolder("disk")))) {
            Path target = disk.folder().resolve("target");
            here.storage().inject(new Fault.Delay(Duration.ofMillis(700)), on("GET"));
            here.resetTraffic();

            Running install = bale.start("install", "files/full", target, "--transfers", "2", "--no-store", "--json");
            Pauses.until(
                    "a download",
                    LONGEST,
                    () -> here.storage().traffic().of("GET").requests() > 2);
            Path filler = disk.fill();

            assertThat(install.await(LONGEST).mustExit(10).message()).contains("full");
            Folders.assertNothingWrong(source, target);
            assertThat(bale.run("install", "files/full", target, "--no-store", "--json")
                            .mustExit(10)
                            .message())
                    .containsIgnoringCase("make room");
            Files.delete(filler);
            bale.run("install", "files/full", target, "--no-store").mustExit(0);
            Folders.assertSame(source, target);
        }
    }

    @Test
    void a_full_local_store_ends_an_install_and_spoils_nothing() throws IOException {
        Path source = here.newFolder("source");
        for (int i = 0; i < 6; i++) {
            Folders.file(source.resolve("file-" + i), 2_000_000, new Random(60 + i));
        }
        Path target = here.newFolder("target");
        Bale bale = here.newMachine();
        bale.run("push", "files/store", source).mustExit(0);
        try (SmallDisk disk = SmallDisk.mount(Files.createDirectories(here.newFolder("disk")))) {
            Bale cramped = bale.withStore(disk.folder().resolve("store"));

            assertThat(cramped.run("install", "files/store", target, "--json")
                            .mustExit(10)
                            .message())
                    .contains("full");
            Folders.assertNothingWrong(source, target);
            cramped.run("install", "files/store", target, "--no-store").mustExit(0);
            Folders.assertSame(source, target);
        }
    }

    /** A file system of 8 MiB in memory. */
    private record SmallDisk(Path folder) implements AutoCloseable {
        static SmallDisk mount(Path folder) {
            Finished mount = run("mount", "-t", "tmpfs", "-o", "size=8m", "bale-it", folder.toString());
            assumeTrue(
                    mount.exit() == 0,
                    "A small disk cannot be mounted here (it takes root): a full disk was not tried. " + mount.err());
            return new SmallDisk(folder);
        }

        /** Leaves no room; the file that takes it. */
        Path fill() throws IOException {
            Path filler = folder.resolve("filler");
            try (OutputStream out = Files.newOutputStream(filler)) {
                byte[] block = new byte[4096];
                while (true) {
                    out.write(block);
                }
            } catch (IOException full) {
                return filler;
            }
        }

        @Override
        public void close() {
            run("umount", "-l", folder.toString()).mustExit(0);
        }

        private static Finished run(String... command) {
            return Running.start(new ProcessBuilder(command)).await(LONGEST);
        }
    }
}
