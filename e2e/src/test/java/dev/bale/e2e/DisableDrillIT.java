package dev.bale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.e2e.Load.Sample;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Folders;
import dev.bale.embedded.programs.Pauses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 4: once the disabling of an account has answered, no replica accepts a request that begins. */
@ExtendWith(Parts.Shared.class)
class DisableDrillIT {
    private static final int DENIED = 4;
    private static final long AFTERWARDS_MILLIS = 4_000;

    private final Parts parts;
    private final Keycloak keycloak;

    DisableDrillIT(Parts parts) {
        this.parts = parts;
        keycloak = parts.keycloak();
    }

    @Test
    void no_request_that_begins_after_the_answer_is_accepted_by_any_replica() {
        keycloak.createPerson("quentin", "data");
        Bale bale = parts.signedIn(parts.one(), "quentin");
        String admin = parts.signedIn(parts.one(), "bert").run("token").out().strip();
        Path seed = Folders.file(parts.registry().newFolder("seed").resolve("file"), 1_000, new Random(10));
        bale.run("push", "quentin/seed", seed.getParent(), "-m", "Seed").mustExit(0);
        String session = bale.run("token").mustExit(0).out().strip();
        String personal = Http.sendJson(
                        "POST",
                        parts.one().url("/v1/tokens"),
                        session,
                        Map.of("name", "loop", "scopes", List.of("read", "write"), "expires_in_days", 1))
                .must(201)
                .json()
                .path("token")
                .asText();
        List<RegistryReplica> replicas = List.of(parts.one(), parts.two());

        List<Sample> samples;
        long answered;
        try (Load load = new Load()) {
            for (RegistryReplica replica : replicas) {
                for (String token : List.of(session, personal)) {
                    load.pushing(replica, "quentin", entry(seed), () -> token);
                    load.installing(replica, "quentin/seed", () -> token);
                }
            }
            load.awaitAccepted(20, List.of("open push", "patch", "commit", "find version", "hand-out"), replicas);
            Http.sendJson("PATCH", parts.one().url("/v1/accounts/quentin"), admin, Map.of("disabled", true))
                    .must(200);
            answered = System.nanoTime();
            Pauses.millis(AFTERWARDS_MILLIS);
            samples = load.stop();
        }

        assertThat(samples.stream().filter(Sample::accepted)).isNotEmpty();
        for (RegistryReplica replica : replicas) {
            List<Sample> late = samples.stream()
                    .filter(sample -> sample.replica().equals(replica.url()))
                    .filter(sample -> sample.begunAt() > answered)
                    .toList();
            List<Sample> accepted = late.stream().filter(Sample::accepted).toList();
            System.out.printf(
                    "Disabling an account, at %s: %d of %d requests begun after the answer were accepted%n",
                    replica == parts.one() ? "the replica that was told" : "the other replica",
                    accepted.size(),
                    late.size());
            assertThat(late).as("requests begun after the answer").hasSizeGreaterThan(20);
            assertThat(accepted).as("accepted though begun after the answer").isEmpty();
        }
        System.out.printf(
                "Disabling an account: %d requests were accepted before%n",
                samples.stream().filter(Sample::accepted).count());
        bale.run("push", "quentin/seed", seed.getParent(), "-m", "Again").mustExit(DENIED);
    }

    private static Map<String, Object> entry(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return Map.of("sha256", "sha256:" + hash, "size", bytes.length);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
