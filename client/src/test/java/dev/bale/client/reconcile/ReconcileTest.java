package dev.bale.client.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.client.ClientException;
import dev.bale.client.reconcile.ReconcileFinding.Kind;
import dev.bale.client.reconcile.ReconcileOptions.Bucket;
import dev.bale.client.registry.HandOuts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcileTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant EVENING = NOON.plus(Duration.ofHours(10));

    @TempDir
    private Path folder;

    private final Registry registry = new Registry();
    private final List<ReconcileFinding> found = new ArrayList<>();
    private ReconcileOptions options = new ReconcileOptions(List.of(), Set.of(), Duration.ofHours(6), null);

    /** What a registry would answer. */
    private static final class Registry implements HandOuts {
        private final Map<Long, HandOutLine> handOuts = new TreeMap<>();
        private int asked;
        private int largest;

        HandOutLine add(long event, Instant at) {
            HandOutLine line = new HandOutLine(
                    event,
                    at,
                    at.plusSeconds(300),
                    true,
                    "ada",
                    "192.0.2.3",
                    "team/sales",
                    "sha256:aa",
                    SampleLog.BUCKET);
            handOuts.put(event, line);
            return line;
        }

        @Override
        public List<HandOutLine> of(Collection<Long> events) {
            asked++;
            largest = Math.max(largest, events.size());
            return handOuts.values().stream()
                    .filter(line -> events.contains(line.event()))
                    .toList();
        }

        @Override
        public HandOutPage between(Instant from, Instant to, @Nullable String after) {
            List<HandOutLine> rest = handOuts.values().stream()
                    .filter(line -> !line.at().isBefore(from) && line.at().isBefore(to))
                    .filter(line -> after == null || line.event() > Long.parseLong(after))
                    .toList();
            return rest.size() > 2
                    ? new HandOutPage(
                            rest.subList(0, 2), Long.toString(rest.get(1).event()))
                    : new HandOutPage(rest, null);
        }
    }

    /** Lines of a log that goes on until the evening. */
    private ReconcileReport reconcile(SampleLog... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                SampleLog.get(NOON.minusSeconds(60), "/x")
                        .operation("REST.HEAD.OBJECT")
                        .line(),
                SampleLog.get(EVENING, "/x").operation("REST.HEAD.OBJECT").line()));
        for (SampleLog line : lines) {
            all.add(1, line.line());
        }
        return run(
                new ByteArrayInputStream((String.join("\n", all) + "\n").getBytes(StandardCharsets.UTF_8)),
                Path.of("-"));
    }

    private ReconcileReport run(InputStream standardInput, Path... paths) throws IOException {
        return new Reconcile(registry, options, found::add).run(new LogFiles(List.of(paths), standardInput));
    }

    private List<Kind> kinds() {
        return found.stream().map(ReconcileFinding::kind).toList();
    }

    @Test
    void what_was_handed_out_and_fetched_is_no_finding() throws IOException {
        registry.add(7, NOON.plusMillis(123));

        ReconcileReport report = reconcile(
                SampleLog.fetched(7, NOON, NOON.plusSeconds(2)),
                SampleLog.fetched(7, NOON, NOON.plusSeconds(299)).status("206"));

        assertThat(found).isEmpty();
        assertThat(report.downloads()).isEqualTo(2);
        assertThat(report.otherOperations()).isEqualTo(2);
        assertThat(report.handOutsCompared()).isOne();
        assertThat(report.withoutHandOut()).isZero();
    }

    @Test
    void what_was_fetched_without_a_hand_out_is_found() throws IOException {
        registry.add(7, NOON);

        ReconcileReport report = reconcile(
                SampleLog.get(NOON, "/b/k"),
                SampleLog.get(NOON, "/b/k").operation("REST.COPY.OBJECT_GET"),
                SampleLog.fetched(8, NOON, NOON),
                SampleLog.fetched(7, NOON.plusSeconds(1), NOON.plusSeconds(2)),
                SampleLog.fetched(7, NOON, NOON.minusSeconds(61)),
                SampleLog.fetched(7, NOON, NOON.plusSeconds(361)),
                SampleLog.fetched(7, NOON, NOON.plusSeconds(1)));

        assertThat(kinds())
                .containsExactlyInAnyOrder(
                        Kind.NO_EVENT,
                        Kind.NO_EVENT,
                        Kind.UNKNOWN_EVENT,
                        Kind.OTHER_TIME,
                        Kind.OTHER_TIME,
                        Kind.OTHER_TIME);
        assertThat(report.withoutHandOut()).isEqualTo(6);
    }

    @Test
    void a_url_life_of_then_counts_where_it_is_told() throws IOException {
        registry.add(7, NOON);
        SampleLog late = SampleLog.fetched(7, NOON, NOON.plusSeconds(800));
        options = new ReconcileOptions(List.of(), Set.of(), Duration.ofHours(6), Duration.ofMinutes(15));

        reconcile(late);

        assertThat(found).isEmpty();
    }

    @Test
    void failures_and_other_requests_are_counted_only() throws IOException {
        ReconcileReport report = reconcile(
                SampleLog.get(NOON, "/b/k").status("403"),
                SampleLog.get(NOON, "/b/k").status("304"),
                SampleLog.get(NOON, "/b/k").status("-"),
                SampleLog.get(NOON, "/b/k").operation("REST.PUT.OBJECT"),
                SampleLog.get(NOON, "/b/k").operation("REST.GET.ACL"));

        assertThat(found).isEmpty();
        assertThat(report.failed()).isEqualTo(3);
        assertThat(report.otherOperations()).isEqualTo(4);
    }

    @Test
    void the_registry_itself_needs_no_hand_out_but_urls_that_it_signed_do() throws IOException {
        options = new ReconcileOptions(List.of(), Set.of(SampleLog.OWN), Duration.ofHours(6), null);

        ReconcileReport report = reconcile(
                SampleLog.get(NOON, "/b/k"),
                SampleLog.get(NOON, "/b/k?X-Amz-Signature=1"),
                SampleLog.get(NOON, "/b/k").by("-"),
                SampleLog.get(NOON, "/b/k").by("somebody"));

        assertThat(report.own()).isOne();
        assertThat(kinds()).containsOnly(Kind.NO_EVENT).hasSize(3);
    }

    @Test
    void only_the_buckets_and_prefixes_asked_for_count() throws IOException {
        options = new ReconcileOptions(List.of(new Bucket("data", "registry/")), Set.of(), Duration.ofHours(6), null);
        registry.add(7, NOON);

        ReconcileReport report = reconcile(
                SampleLog.get(NOON, "/k").in("data", "registry/ab"),
                SampleLog.get(NOON, "/k").in("data", "registry2/ab"),
                SampleLog.get(NOON, "/k").in("data", "-"),
                SampleLog.get(NOON, "/k").in("other", "registry/ab"));

        assertThat(kinds()).containsExactly(Kind.NO_EVENT);
        assertThat(report.otherBuckets()).isEqualTo(5);
    }

    @Test
    void another_address_is_told_once_and_the_same_one_in_other_letters_is_not() throws IOException {
        registry.add(7, NOON);
        HandOuts.HandOutLine six = registry.add(8, NOON);
        registry.handOuts.put(
                8L,
                new HandOuts.HandOutLine(
                        8, six.at(), six.expiresAt(), true, "ada", "2001:DB8:0:0::1", null, null, null));
        registry.handOuts.put(
                9L, new HandOuts.HandOutLine(9, six.at(), six.expiresAt(), true, null, null, null, null, null));

        ReconcileReport report = reconcile(
                SampleLog.fetched(7, NOON, NOON).from("192.0.2.4"),
                SampleLog.fetched(7, NOON, NOON).from("192.0.2.4"),
                SampleLog.fetched(7, NOON, NOON).from("192.0.2.5"),
                SampleLog.fetched(7, NOON, NOON).from("::ffff:192.0.2.3"),
                SampleLog.fetched(7, NOON, NOON).from("-"),
                SampleLog.fetched(7, NOON, NOON).from("localhost"),
                SampleLog.fetched(8, NOON, NOON).from("2001:db8::1"),
                SampleLog.fetched(9, NOON, NOON));

        assertThat(kinds()).containsExactly(Kind.OTHER_ADDRESS, Kind.OTHER_ADDRESS);
        assertThat(report.addressUnknown()).isEqualTo(3);
        assertThat(report.withoutHandOut()).isZero();
    }

    @Test
    void a_hand_out_that_no_line_shows_is_unknown_and_only_where_lines_would_be_there() throws IOException {
        for (long event = 1; event <= 5; event++) {
            registry.add(event, NOON.plusSeconds(event));
        }
        registry.add(6, NOON.minusSeconds(120));
        registry.add(7, EVENING.minus(Duration.ofHours(6)).minusSeconds(299));
        registry.add(8, EVENING.minusSeconds(10));
        HandOuts.HandOutLine line = registry.add(9, NOON);
        registry.handOuts.put(
                9L,
                new HandOuts.HandOutLine(9, NOON, line.expiresAt(), false, "ada", null, null, null, SampleLog.BUCKET));

        ReconcileReport report = reconcile(
                SampleLog.fetched(1, NOON.plusSeconds(1), NOON.plusSeconds(2)),
                SampleLog.fetched(2, NOON.plusSeconds(9), NOON.plusSeconds(9)),
                SampleLog.fetched(3, NOON.plusSeconds(3), NOON.plusSeconds(9)).status("403"));

        assertThat(found.stream()
                        .filter(finding -> finding.kind() == Kind.NOT_SEEN)
                        .map(ReconcileFinding::event))
                .containsExactly(2L, 3L, 4L, 5L);
        assertThat(found.get(found.size() - 1).message()).contains("unknown").doesNotContain("not fetched");
        assertThat(report.handOutsCompared()).isEqualTo(5);
    }

    @Test
    void lines_that_come_twice_or_in_no_order_are_told_once() throws IOException {
        registry.add(7, NOON);
        SampleLog unknown = SampleLog.get(NOON, "/b/k");
        SampleLog known = SampleLog.fetched(7, NOON, NOON.plusSeconds(5));

        reconcile(unknown, known, unknown, known, unknown);

        assertThat(kinds()).containsExactly(Kind.NO_EVENT);
    }

    @Test
    void lines_that_are_none_are_counted_and_named() throws IOException {
        String long1 = "x".repeat(1 << 20);
        Path file = folder.resolve("log");
        Files.writeString(
                file,
                SampleLog.get(NOON, "/b/k").line() + "\r\n\n" + long1 + "\n" + "broken\n" + "\u0000\n"
                        + SampleLog.get(NOON, "/b/k").line());

        ReconcileReport report = run(InputStream.nullInputStream(), file);

        assertThat(kinds()).containsExactly(Kind.NO_EVENT, Kind.NO_EVENT);
        assertThat(report.lines()).isEqualTo(5);
        assertThat(report.malformed()).isEqualTo(3);
        assertThat(report.malformedFirst())
                .extracting(line -> line.file() + ":" + line.line() + " " + line.reason())
                .containsExactly(
                        file + ":3 it is longer than 64 KiB",
                        file + ":4 it ends too early",
                        file + ":5 a field has control characters");
        assertThat(found.get(1).place()).isEqualTo(new LogFiles.Place(file.toString(), 6));
    }

    @Test
    void folders_compressed_files_and_standard_input_are_read() throws IOException {
        Path logs = Files.createDirectories(folder.resolve("logs/2026/11"));
        Files.write(logs.resolve("b"), gzip(SampleLog.get(NOON, "/1").line() + "\n"));
        Files.writeString(logs.resolve("a.gz"), SampleLog.get(NOON, "/1").line());
        Files.writeString(logs.resolve("empty"), "");

        ReconcileReport report = run(
                new ByteArrayInputStream(gzip(SampleLog.get(NOON, "/1").line())), folder.resolve("logs"), Path.of("-"));

        assertThat(report.files()).isEqualTo(4);
        assertThat(kinds()).hasSize(3);
    }

    @Test
    void a_file_that_is_not_there_or_breaks_off_is_an_error() throws IOException {
        byte[] packed = gzip(SampleLog.get(NOON, "/1").line());
        Path broken = folder.resolve("broken.gz");
        Files.write(broken, java.util.Arrays.copyOf(packed, packed.length / 2));

        assertThatThrownBy(() -> run(InputStream.nullInputStream(), broken))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("broken.gz cannot be read to its end");
        assertThatThrownBy(() -> run(InputStream.nullInputStream(), folder.resolve("none")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("There is no file");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Against an answer found in another way: each line judged by itself, in whatever order they come. */
    @Test
    void many_lines_are_judged_in_few_questions() throws IOException {
        Random random = new Random(3);
        List<String> lines = new ArrayList<>();
        long strangers = 0;
        for (long event = 1; event <= 12_000; event++) {
            if (event % 10 != 0) {
                registry.add(event, NOON);
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                lines.add(SampleLog.fetched(event, NOON, NOON.plusSeconds(random.nextInt(300)))
                        .line());
                strangers += event % 10 == 0 ? 1 : 0;
            }
        }
        Collections.shuffle(lines, random);
        lines.add(SampleLog.get(EVENING, "/x").operation("REST.HEAD.OBJECT").line());

        ReconcileReport report =
                run(new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)), Path.of("-"));

        assertThat(report.withoutHandOut()).isEqualTo(strangers);
        long seen = lines.stream()
                .map(line -> line.replaceFirst(".*x-bale-event=([0-9]+).*", "$1"))
                .filter(event -> event.length() < 6)
                .collect(Collectors.toSet())
                .stream()
                .filter(event -> Long.parseLong(event) % 10 != 0)
                .count();
        assertThat(report.found(Kind.NOT_SEEN)).isEqualTo(registry.handOuts.size() - seen);
        assertThat(registry.asked).isLessThan(5);
        assertThat(registry.largest).isLessThanOrEqualTo(HandOuts.EVENTS);
    }
}
