package dev.bale.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Pauses;
import dev.bale.manifest.Sha256;
import dev.bale.standalone.RegistryApi.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Story 4. A patient withdrew consent. His scan lies in three packages and nine versions; five people have it, two have only seen that it
 * is there. Whom it names, what is handed out from then on, and who is asked to delete his copy.
 */
@ExtendWith(SharedRegistry.class)
class WithdrawnScanIT {
    private static final String SCAN = "patients/p1/scan.dcm";
    private static final String STUDY = "study/brain";
    private static final String ARCHIVE = "archive/all";
    private static final String COPY = "copies/mine";

    private final ProxiedRegistry here;
    private final Map<String, String> tokens = new HashMap<>();
    private final Map<String, List<String>> versions = new HashMap<>();
    private final Queue<String> runningClients = new ConcurrentLinkedQueue<>();
    private Bale admin;
    private Path scan;

    WithdrawnScanIT(ProxiedRegistry here) {
        this.here = here;
    }

    @BeforeEach
    void three_packages_with_three_versions_each() throws IOException {
        admin = here.newMachine();
        scan = write(here.newFolder("patient").resolve("scan.dcm"), "the scan of patient 1");
        for (String name : List.of(STUDY, ARCHIVE, COPY)) {
            Path source = here.newFolder("source");
            Files.createDirectories(source.resolve(SCAN).getParent());
            Files.copy(scan, source.resolve(SCAN));
            List<String> hashes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                write(source.resolve("notes.txt"), name + " " + i);
                hashes.add(admin.run("push", name, source, "--json")
                        .mustExit(0)
                        .json()
                        .path("top_hash")
                        .asText());
            }
            versions.put(name, hashes);
        }
        admin.run("tag", "set", STUDY + "@" + versions.get(STUDY).get(0), "published")
                .mustExit(0);
        for (String person : List.of("ada", "bert", "cleo", "dora", "emil", "fred", "gina")) {
            admin.run("service-account", "create", person).mustExit(0);
            tokens.put(
                    person,
                    admin.run("service-account", "token-create", person, "test", "--scope", "write", "--json")
                            .mustExit(0)
                            .json()
                            .path("token")
                            .asText());
            for (String name : List.of(STUDY, ARCHIVE, COPY)) {
                admin.run("access", "grant", name, "reader", person).mustExit(0);
            }
        }
    }

    private Bale program(String person) {
        return Bale.nobody(here.newFolder(person), here.front().endpoint()).withToken(tokens.get(person));
    }

    private RegistryApi api(String person) {
        return RegistryApi.withToken(here.process(), tokens.get(person));
    }

    @Test
    void the_trace_names_five_and_after_the_withdrawal_nothing_yields_a_new_url() {
        Bale ada = program("ada");
        Path adasCopy = here.newFolder("ada-copy");
        ada.run("install", STUDY, adasCopy).mustExit(0);
        program("bert")
                .run("install", STUDY + ":published//patients", here.newFolder("bert-copy"))
                .mustExit(0);
        program("cleo").run("cat", ARCHIVE + "//" + SCAN).mustExit(0);
        assertThat(api("dora").get(versionOf(COPY, "latest") + "/files/" + SCAN).status())
                .isBetween(300, 399);
        Answer handedToEmil =
                handOut("emil", versionOf(ARCHIVE, versions.get(ARCHIVE).get(1)), "plain");
        assertThat(handedToEmil.status()).as(handedToEmil.body()).isEqualTo(200);
        program("fred").run("ls", STUDY + "//patients/p1").mustExit(0);
        program("gina")
                .run("install", STUDY + "//notes.txt", here.newFolder("gina-copy"))
                .mustExit(0);
        assertThat(api("gina").get(versionOf(ARCHIVE, "latest") + "/entries").body())
                .contains(SCAN);

        JsonNode trace = admin.run("audit", "trace", scan, "--json").mustExit(0).json();

        assertThat(texts(trace.path("people"), "account"))
                .containsExactlyInAnyOrder("ada", "bert", "cleo", "dora", "emil");
        assertThat(trace.path("packages").path("count").asInt()).isEqualTo(3);
        assertThat(texts(trace.path("places"), "top_hash")).hasSize(9);

        admin.run("mv", COPY, "copies/renamed").mustExit(0);
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> running = IntStream.range(0, 2)
                .mapToObj(client -> Thread.startVirtualThread(() -> askAgainAndAgain(stop)))
                .toList();
        Pauses.until("a running client", Duration.ofMinutes(1), () -> runningClients.size() > 20);
        JsonNode done = admin.run(
                        "audit",
                        "withdraw",
                        scan,
                        "--reason",
                        "consent withdrawn",
                        "--ticket",
                        "ETH-7",
                        "--yes",
                        "--json")
                .mustExit(0)
                .json();
        runningClients.clear();
        // What was under way when the withdrawal answered has been answered by then.
        Pauses.millis(500);
        runningClients.clear();
        Pauses.millis(1_500);
        stop.set(true);
        running.forEach(WithdrawnScanIT::join);
        assertThat(runningClients)
                .as("URLs that a running client received after the withdrawal")
                .isEmpty();

        nothingYieldsIt();
        assertThat(ada.run("install", STUDY, here.newFolder("again"))
                        .mustExit(11)
                        .err())
                .contains(SCAN, "consent withdrawn", "ETH-7");
        ada.run("install", STUDY, here.newFolder("again"), "--skip-withdrawn").mustExit(12);
        everyHolderIsAsked(done.path("withdrawal").path("withdrawal").asText());
    }

    /** Old tags, exact hashes, names of before, both forms, alone and in a batch, redirect and curl, as reader and as administrator. */
    private void nothingYieldsIt() {
        for (String person : List.of("ada", "fred")) {
            List<String> addresses = new ArrayList<>(List.of(
                    versionOf(STUDY, "published"),
                    versionOf(STUDY, "latest"),
                    versionOf(COPY, "latest"),
                    versionOf("copies/renamed", "latest")));
            versions.forEach((name, hashes) -> hashes.forEach(hash -> addresses.add(versionOf(name, hash))));
            for (String address : addresses) {
                Answer compact = handOut(person, address, "compact");
                assertThat(compact.status()).as(compact.body()).isEqualTo(200);
                assertThat(texts(compact.json().path("items"), "sha256")).doesNotContain(hashOfScan());
                assertThat(texts(compact.json().path("withdrawn"), "path")).containsExactly(SCAN);
                assertRefused(handOut(person, address, "plain"));
                assertRefused(api(person).get(address + "/files/" + SCAN));
                assertRefused(api(person).get(address + "/files/" + SCAN + "?as=curl"));
            }
        }
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
        assertThat(answer.body()).contains("consent withdrawn").doesNotContain("X-Amz-Signature");
    }

    private void everyHolderIsAsked(String withdrawal) {
        Pauses.until(
                "the recall list",
                Duration.ofMinutes(1),
                () -> recall(withdrawal).path("listed").asBoolean());
        List<String> holders = texts(recall(withdrawal).path("recalls"), "account");
        assertThat(new TreeSet<>(holders)).containsExactly("ada", "admin", "bert", "cleo", "dora", "emil");
        program("ada").run("recall", "ack", withdrawal).mustExit(0);
        assertThat(recall(withdrawal).path("acknowledged").asInt()).isEqualTo(1);
    }

    private JsonNode recall(String withdrawal) {
        return admin.run("audit", "recall", withdrawal, "--json").mustExit(0).json();
    }

    /** As a client does that was started before: by ordinals it knows, from pages it has. */
    private void askAgainAndAgain(AtomicBoolean stop) {
        while (!stop.get()) {
            Answer answer =
                    handOut("ada", versionOf(ARCHIVE, versions.get(ARCHIVE).get(0)), "compact");
            if (answer.status() == 200 && answer.body().contains(hashOfScan())) {
                runningClients.add(answer.json().path("event").asText());
            }
        }
    }

    private Answer handOut(String person, String address, String form) {
        byte[] body = ("{\"entries\":[[0,2]],\"form\":\"" + form + "\"}").getBytes(StandardCharsets.UTF_8);
        return api(person).send("POST", address + "/hand-outs", "application/json", body);
    }

    private String hashOfScan() {
        return Sha256.of(read(scan)).toString();
    }

    private static String versionOf(String name, String reference) {
        return "/v1/packages/" + name + "/versions/" + reference;
    }

    private static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.path(field).asText()));
        return texts;
    }

    private static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
