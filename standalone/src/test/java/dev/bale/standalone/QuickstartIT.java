package dev.bale.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.embedded.programs.Checkout;
import dev.bale.embedded.programs.Running;
import dev.bale.embedded.programs.Running.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command of everybody. */
class QuickstartIT {
    @TempDir
    private Path home;

    @Test
    void the_quickstart_tells_in_its_last_line_what_it_did() throws IOException {
        // The build that runs this test has just made them; the script must not begin another one beneath it.
        Files.setLastModifiedTime(Checkout.REGISTRY, FileTime.from(Instant.now()));
        Files.setLastModifiedTime(Checkout.CLIENT, FileTime.from(Instant.now()));
        ProcessBuilder quickstart =
                new ProcessBuilder(Checkout.ROOT.resolve("quickstart").toString(), "--once").directory(home.toFile());
        Checkout.isolate(quickstart.environment(), home);

        Finished done = Running.start(quickstart).await(Duration.ofMinutes(8)).mustExit(0);

        assertThat(done.out().lines().toList().getLast())
                .matches("Done: pushed 5 files as [0-9a-f]{12} and 5 as [0-9a-f]{12}, skipped 4 fragments the second"
                        + " time, installed both, verified 10 files byte for byte, in \\d+ s");
        assertThat(done.out()).contains("Second push   1 fragments uploaded");
    }
}
