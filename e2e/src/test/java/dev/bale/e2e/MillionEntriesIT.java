package dev.bale.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import dev.bale.embedded.programs.Bale;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The file tree of very many entries: 10,000 here, and as many as {@code bale.tree.entries} says in the drill (docs/drills.md). */
@ExtendWith(Parts.Shared.class)
class MillionEntriesIT {
    private static final int ENTRIES = Integer.getInteger("bale.tree.entries", 10_000);
    private static final int DRILL = 1_000_000;
    private static final int BATCH = 25_000;
    private static final int FOLDERS = 1_000;
    private static final long LARGEST_ANSWER = 1_000_000;
    private static final double LONGEST_TASK_MILLIS = 200;
    private static final long LARGEST_HEAP = 100_000_000;
    private static final double PATIENCE_MILLIS = 20_000;
    /** The SHA-256 of the two bytes of {@code x\n}. */
    private static final String CONTENT = "sha256:73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac";

    private final Parts parts;
    private final Keycloak keycloak;
    private final RegistryReplica registry;
    private final WebVisit visit;
    private final Page page;

    MillionEntriesIT(Parts parts) {
        this.parts = parts;
        keycloak = parts.keycloak();
        registry = parts.one();
        visit = new WebVisit(parts, registry);
        page = visit.page();
    }

    @AfterEach
    void closeBrowser() {
        visit.close();
    }

    /** A package of one file that all the others are like; then these, by patches. */
    private void push(String person, IntFunction<String> path) throws IOException {
        Path seed = parts.registry().newFolder("seed");
        Files.createDirectories(seed);
        Files.writeString(seed.resolve("seed"), "x\n");
        Bale bale = parts.signedIn(registry, person);
        bale.run("push", person + "/tree", seed).mustExit(0);
        String token = bale.run("token", "create", "patches", "--scope", "write", "--json")
                .mustExit(0)
                .json()
                .path("token")
                .asText();
        String at = "/v1/packages/" + person + "/tree";
        String parent = Http.get(registry.url(at), token)
                .must(200)
                .json()
                .at("/latest/top_hash")
                .asText();
        for (int from = 0; from < ENTRIES; from += BATCH) {
            String push = at + "/pushes/" + UUID.randomUUID();
            Http.sendJson("PUT", registry.url(push), token, Map.of("expected_parent", parent))
                    .must(201);
            String changes = IntStream.range(from, Math.min(ENTRIES, from + BATCH))
                    .mapToObj(i -> "{\"set\":{\"path\":\"%s\",\"sha256\":\"%s\",\"size\":2}}\n"
                            .formatted(path.apply(i), CONTENT))
                    .collect(Collectors.joining());
            Http.send(Http.request(registry.url(push + "/patch"), token)
                            .header("Content-Type", "application/x-ndjson")
                            .POST(BodyPublishers.ofString(changes)))
                    .must(200);
            parent = Http.send(
                            Http.request(registry.url(push + "/commit"), token).POST(BodyPublishers.noBody()))
                    .must(200)
                    .json()
                    .path("top_hash")
                    .asText();
        }
    }

    /** Opens the page so that its long tasks and answers are told afterwards. */
    private void open(String person, String folder) {
        page.addInitScript("""
                window.longTasks = [];
                new PerformanceObserver(list => list.getEntries().forEach(task => window.longTasks.push(task.duration)))
                    .observe({ type: 'longtask', buffered: false });
                performance.setResourceTimingBufferSize(5000);
                """);
        visit.signIn(person, "/");
        visit.open("/packages/" + person + "/tree?tab=files&folder=" + folder, person + "/tree");
        assertThat(page.locator(".files li").first()).isVisible();
        page.evaluate("window.longTasks.length = 0");
    }

    private void mustShow(String text) {
        assertThat(page.locator(".files")).containsText(text, new ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
        assertThat(page.locator(".files li").count()).isLessThan(100);
    }

    private void scroll(double share) {
        page.locator(".files").evaluate("(frame, share) => { frame.scrollTop = share * frame.scrollHeight; }", share);
    }

    /** What it took; printed, and held to what somebody would notice. */
    private void mustHaveBeenSmooth(String what) {
        double longest = ((Number) page.evaluate("Math.max(0, ...window.longTasks)")).doubleValue();
        List<?> sizes = (List<?>) page.evaluate("""
                performance.getEntriesByType('resource').filter(e => e.name.includes('/v1/')).map(e => e.decodedBodySize)
                """);
        long largest = sizes.stream()
                .mapToLong(size -> ((Number) size).longValue())
                .max()
                .orElseThrow();
        CDPSession tools = page.context().newCDPSession(page);
        tools.send("HeapProfiler.collectGarbage");
        JsonObject heap = tools.send("Runtime.getHeapUsage");
        long used = heap.get("usedSize").getAsLong();
        System.out.printf(
                "%s of %,d entries: longest task %.0f ms, %d answers, largest %,d bytes, heap %,d bytes%n",
                what, ENTRIES, longest, sizes.size(), largest, used);
        assertThat(largest).isLessThan(LARGEST_ANSWER);
        assertThat(used).isLessThan(LARGEST_HEAP);
        if (ENTRIES >= DRILL) {
            // On a machine that other tests share the time would tell of them.
            assertThat(longest).isLessThan(LONGEST_TASK_MILLIS);
        }
    }

    private static String file(int number) {
        return "all/measurement-%07d.csv".formatted(number);
    }

    @Test
    void one_folder_of_all_opens_and_is_scrolled_to_its_end_and_anywhere() throws IOException {
        keycloak.createPerson("tara", "data");
        push("tara", MillionEntriesIT::file);
        open("tara", "all");

        mustShow("measurement-0000000.csv");
        scroll(1);
        mustShow("measurement-%07d.csv".formatted(ENTRIES - 1));
        scroll(0.5);
        page.waitForTimeout(500);
        Locator row = page.locator(".files li").first();
        int middle = Integer.parseInt(row.getAttribute("aria-posinset"));
        assertThat(middle).isBetween((int) (ENTRIES * 0.49), (int) (ENTRIES * 0.51));
        mustShow("measurement-%07d.csv".formatted(middle));
        page.locator(".files").hover();
        for (int i = 0; i < 100; i++) {
            page.mouse().wheel(0, 400);
            page.waitForTimeout(30);
        }
        for (int i = 0; i <= 50; i++) {
            scroll(i / 50.0);
            page.waitForTimeout(60);
        }
        mustShow("measurement-%07d.csv".formatted(ENTRIES - 1));
        mustHaveBeenSmooth("one folder");
        visit.look("catalogue-tree");
    }

    @Test
    void a_thousand_folders_open_one_in_another() throws IOException {
        keycloak.createPerson("toby", "data");
        int each = Math.max(1, ENTRIES / FOLDERS);
        push("toby", i -> "all/year-%04d/measurement-%07d.csv".formatted(i / each, i));
        open("toby", "all");

        mustShow("year-0000");
        for (int i = 0; i < 10; i++) {
            scroll(1);
            page.waitForTimeout(300);
        }
        mustShow("year-%04d".formatted((ENTRIES - 1) / each));
        page.locator(".files")
                .getByText("year-%04d".formatted((ENTRIES - 1) / each))
                .click();
        scroll(1);
        mustShow("measurement-%07d.csv".formatted(ENTRIES - 1));
        mustHaveBeenSmooth("nested folders");
    }
}
