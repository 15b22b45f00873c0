package dev.bale.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Checkout;
import dev.bale.embedded.programs.Folders;
import dev.bale.embedded.programs.Running;
import dev.bale.embedded.programs.Running.Finished;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two releases of a dataset as people publish it: vega-datasets, from npm. */
@ExtendWith(SharedRegistry.class)
class RealDatasetIT {
    private static final Duration LONGEST = Duration.ofMinutes(8);

    private final ProxiedRegistry here;

    RealDatasetIT(ProxiedRegistry here) {
        this.here = here;
    }

    @Test
    void a_release_sends_what_the_one_before_did_not_have_and_both_install_back() {
        Path older = unpacked("2.11.0");
        Path newer = unpacked("3.2.1");
        Bale publisher = here.newMachine();

        Finished first = publisher
                .run("push", "vega/datasets", older, "-m", "2.11.0", "--tag", "v2", "--json")
                .mustExit(0);
        here.resetTraffic();
        Finished second = publisher
                .run("push", "vega/datasets", newer, "-m", "3.2.1", "--json")
                .mustExit(0);

        Sent expected = Sent.of(newer, older);
        assertThat(expected.skipped()).isPositive();
        assertThat(second.json().path("skipped_fragments").asLong()).isEqualTo(expected.skipped());
        assertThat(second.json().path("skipped_bytes").asLong()).isEqualTo(expected.skippedBytes());
        assertThat(second.json().path("uploaded_fragments").asLong()).isEqualTo(expected.uploaded());
        assertThat(second.json().path("uploaded_bytes").asLong()).isEqualTo(expected.uploadedBytes());
        assertThat(here.storage().traffic().of("PUT").requestBytes()).isEqualTo(expected.uploadedBytes());
        System.out.printf(
                "vega-datasets 2.11.0: %d fragments uploaded, %d bytes; 3.2.1: %d uploaded, %d bytes, and %d skipped, %d bytes%n",
                first.json().path("uploaded_fragments").asLong(),
                first.json().path("uploaded_bytes").asLong(),
                expected.uploaded(),
                expected.uploadedBytes(),
                expected.skipped(),
                expected.skippedBytes());
        installsBack(older, "vega/datasets:v2");
        installsBack(newer, "vega/datasets");
        installsBack(
                newer,
                "vega/datasets@" + second.json().path("top_hash").asText().substring(7));
    }

    private void installsBack(Path source, String reference) {
        Path target = here.newFolder("vega");
        Bale analyst = here.newMachine();
        analyst.run("install", reference, target).mustExit(0);
        Folders.assertSame(source, target);

        // One folder, on a machine that has nothing yet: the storage sees requests for that folder and no others.
        Path part = here.newFolder("vega");
        Bale another = here.newMachine();
        here.resetTraffic();
        another.run("install", reference + "//src", part).mustExit(0);
        Folders.assertSame(source.resolve("src"), part.resolve("src"));
        assertThat(here.storage().traffic().total().requests())
                .isEqualTo(Folders.files(source.resolve("src")).size());
        assertThat(here.storage().traffic().of("GET").responseBytes()).isEqualTo(Folders.bytes(source.resolve("src")));
        Folders.delete(target);
    }

    /** What a push of one folder after another must send, by the hashes of their files: none is large enough to be split. */
    private record Sent(long uploaded, long uploadedBytes, long skipped, long skippedBytes) {
        static Sent of(Path folder, Path before) {
            Set<Sha256> held = new HashSet<>();
            Folders.files(before).forEach(path -> held.add(hash(before.resolve(path))));
            long[] sums = new long[4];
            for (String path : Folders.files(folder)) {
                Path file = folder.resolve(path);
                int at = held.add(hash(file)) ? 0 : 2;
                sums[at]++;
                sums[at + 1] += file.toFile().length();
            }
            return new Sent(sums[0], sums[1], sums[2], sums[3]);
        }

        private static Sha256 hash(Path file) {
            try {
                return Sha256.of(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The release's folder; fetched by npm once, and kept in this module's target. */
    private static Path unpacked(String version) {
        Path kept = Checkout.ROOT.resolve("standalone/target/vega-datasets");
        Path folder = kept.resolve(version);
        if (!Files.isDirectory(folder.resolve("package"))) {
            try {
                Files.createDirectories(kept);
                must("npm", "pack", "vega-datasets@" + version, "--silent", "--pack-destination", kept.toString());
                Path fresh = Files.createTempDirectory(kept, "unpacking");
                must(
                        "tar",
                        "-xzf",
                        kept.resolve("vega-datasets-" + version + ".tgz").toString(),
                        "-C",
                        fresh.toString());
                Files.move(fresh, folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return folder.resolve("package");
    }

    private static void must(String... command) {
        try {
            Running.start(new ProcessBuilder(command)).await(LONGEST).mustExit(0);
        } catch (UncheckedIOException e) {
            fail(
                    "This test fetches a dataset and needs " + List.of("npm", "tar")
                            + ". Install Node.js (Debian: npm, macOS: brew install node), then run it again.",
                    e);
        }
    }
}
