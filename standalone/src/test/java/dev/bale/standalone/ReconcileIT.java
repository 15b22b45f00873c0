package dev.bale.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Folders;
import dev.bale.embedded.programs.Running.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the store logged of real installs against what the registry handed out. */
@ExtendWith(SharedRegistry.class)
class ReconcileIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final ProxiedRegistry here;
    private Bale bale;
    private String name;
    private AccessLog log;

    ReconcileIT(ProxiedRegistry here) {
        this.here = here;
    }

    @BeforeEach
    void a_package_that_was_installed() {
        log = AccessLog.of(here.storage());
        bale = here.newMachine();
        int number = NAMES.incrementAndGet();
        name = "reconcile/data" + number;
        Path source = here.newFolder("source");
        // Bytes of its own, or nothing would be uploaded.
        Random random = new Random(number);
        for (int i = 0; i < 50; i++) {
            Folders.file(source.resolve("%02d.csv".formatted(i)), 300, random);
        }
        bale.run("push", name, source).mustExit(0);
        bale.withStore(here.newFolder("store"))
                .run("install", name, here.newFolder("target"))
                .mustExit(0);
    }

    @AfterEach
    void nobody_looks_any_more() {
        here.storage().observe(_ -> {});
    }

    private static boolean isDownload(String line) {
        return line.contains(" REST.GET.OBJECT ") && line.contains("x-bale-event=");
    }

    private List<String> downloads() {
        return log.lines().stream().filter(ReconcileIT::isDownload).toList();
    }

    private Path file(List<String> lines) {
        try {
            return Files.write(here.newFolder("log"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> json(Finished finished) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        for (String line : finished.out().lines().toList()) {
            documents.add(JSON.readTree(line));
        }
        return documents;
    }

    @Test
    void what_really_happened_has_no_findings() throws IOException {
        List<String> lines = new ArrayList<>(log.lines());
        lines.add(log.later());

        List<JsonNode> report = json(bale.run("audit", "reconcile", file(lines), "--late", 0, "--json")
                .mustExit(0));

        assertThat(report).as(report.toString()).hasSize(1);
        JsonNode summary = report.getFirst().path("summary");
        assertThat(summary.path("downloads").asLong()).isEqualTo(50);
        assertThat(summary.path("malformed").asLong()).isZero();
        assertThat(summary.path("hand_outs_compared").asLong()).isPositive();
        assertThat(summary.path("address_unknown").asLong()).isZero();
    }

    @Test
    void each_thing_that_is_not_as_it_should_be_is_told_and_only_strangers_end_with_an_error() throws IOException {
        List<String> downloads = downloads();
        String event = downloads.getFirst().replaceFirst(".*x-bale-event=([0-9]+).*", "$1");
        List<String> lines = new ArrayList<>(downloads);
        lines.set(1, lines.get(1).replace(" 127.0.0.1 arn", " 192.0.2.66 arn"));
        lines.add("\u001b[31m broken");
        lines.add(log.later());
        Finished moved = bale.run("audit", "reconcile", file(lines)).mustExit(0);
        assertThat(moved.out())
                .contains("other-address ")
                .contains("192.0.2.66")
                .contains("handed to 127.0.0.1")
                .contains("1 line is NOT in the format")
                .contains("Fetched without a hand-out: none.")
                .doesNotContain("X-Amz-", "\u001b");

        lines.set(2, lines.get(2).replace("x-bale-event=" + event, "x-bale-event=999999999"));
        lines.set(3, lines.get(3).replaceFirst("\\?[^ ]* HTTP", " HTTP"));
        lines.set(4, lines.get(4).replaceFirst("X-Amz-Date=[0-9]{4}", "X-Amz-Date=2020"));
        Finished strangers =
                bale.run("audit", "reconcile", file(lines), "--json").mustExit(6);
        List<JsonNode> found = json(strangers);
        assertThat(found.stream().map(line -> line.path("finding").asText()))
                .containsExactlyInAnyOrder("other-address", "unknown-event", "no-event", "other-time", "");
        assertThat(found.getLast().at("/summary/malformed").asLong()).isOne();
        assertThat(found.getLast().at("/findings/no-event").asLong()).isOne();
        assertThat(strangers.out()).doesNotContain("X-Amz-", "Signature");
    }

    @Test
    void what_no_line_shows_is_unknown() throws IOException {
        List<String> downloads = downloads();
        String event = downloads.getFirst().replaceFirst(".*x-bale-event=([0-9]+).*", "$1");
        List<String> lines = new ArrayList<>(log.lines());
        lines.removeAll(downloads);
        lines.add(log.later());

        Finished finished = bale.run("audit", "reconcile", file(lines), "--late", 0, "--csv")
                .mustExit(0);

        assertThat(finished.out().lines())
                .filteredOn(line -> line.startsWith("\"not-seen\","))
                .anyMatch(line -> line.contains("," + event + ",\"admin\",\"127.0.0.1\",,") && line.contains(name));
        assertThat(finished.out() + finished.err()).contains("unknown").doesNotContainIgnoringCase("not fetched");
    }

    @Test
    void a_spreadsheet_takes_nothing_of_it_for_a_formula() {
        String line =
                downloads().getFirst().replaceFirst(" REST.GET.OBJECT [^ ]+", " REST.GET.OBJECT =cmd|'/c,calc'!A1");
        String stranger = line.replaceFirst("x-bale-event=[0-9]+", "x-bale-event=1x");

        Finished finished =
                bale.run("audit", "reconcile", file(List.of(stranger)), "--csv").mustExit(6);

        assertThat(finished.out()).contains(",\"'=cmd|'/c,calc'!A1\",");
    }
}
