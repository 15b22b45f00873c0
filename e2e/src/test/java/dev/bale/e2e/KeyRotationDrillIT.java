package dev.bale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.e2e.Load.Sample;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Pauses;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The keys of access tokens change while requests run: no valid token is refused by any replica. */
@ExtendWith(Parts.Shared.class)
class KeyRotationDrillIT {
    private static final int ROTATIONS = 5;
    /** Longer than the lead of a new key in these tests ({@link Parts}), so that each comes to sign. */
    private static final long BETWEEN_MILLIS = 1_600;

    private final Parts parts;
    private final Keycloak keycloak;
    private final List<String> tokens = new CopyOnWriteArrayList<>();

    KeyRotationDrillIT(Parts parts) {
        this.parts = parts;
        keycloak = parts.keycloak();
    }

    @Test
    void valid_tokens_are_accepted_while_keys_change() throws IOException {
        keycloak.createPerson("rosa", "data");
        Bale bale = parts.signedIn(parts.one(), "rosa");
        String admin = parts.signedIn(parts.one(), "bert").run("token").out().strip();
        JsonNode kept = Http.parse(Files.readString(bale.home().resolve("config/credentials.json")));
        tokens.add(kept.findValue("access_token").asText());
        List<RegistryReplica> replicas = List.of(parts.one(), parts.two());

        List<Sample> samples;
        try (Load load = new Load()) {
            refreshing(load, replicas, kept.findValue("refresh_token").asText());
            for (RegistryReplica replica : replicas) {
                asking(
                        load,
                        replica,
                        "any token",
                        () -> tokens.get(ThreadLocalRandom.current().nextInt(tokens.size())));
                asking(load, replica, "newest token", () -> tokens.getLast());
            }
            for (int rotation = 0; rotation < ROTATIONS; rotation++) {
                RegistryReplica replica = replicas.get(rotation % 2);
                Http.sendJson("POST", replica.url("/v1/keys"), admin, Map.of()).must(201);
                Pauses.millis(BETWEEN_MILLIS);
            }
            samples = load.stop();
        }

        Set<String> keys = tokens.stream().map(KeyRotationDrillIT::keyOf).collect(Collectors.toSet());
        List<Sample> refused =
                samples.stream().filter(sample -> !sample.accepted()).toList();
        System.out.printf(
                "Rotating keys: %d rotations, %d tokens of %d keys, %d of %d valid requests refused%n",
                ROTATIONS, tokens.size(), keys.size(), refused.size(), samples.size());
        assertThat(refused).isEmpty();
        assertThat(keys).hasSizeGreaterThanOrEqualTo(ROTATIONS);
        assertThat(samples).hasSizeGreaterThan(100);
    }

    /** Gets new tokens all the time, from one replica and the other. */
    private void refreshing(Load load, List<RegistryReplica> replicas, String first) {
        StringBuilder refreshToken = new StringBuilder(first);
        AtomicInteger rounds = new AtomicInteger();
        load.loop(() -> {
            RegistryReplica replica = replicas.get(rounds.incrementAndGet() % 2);
            JsonNode next = load.send(
                            replica,
                            "refresh",
                            Http.request(replica.url("/v1/sessions/refresh"), "")
                                    .header("Content-Type", "application/json")
                                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                                            Http.text(Map.of("refresh_token", refreshToken.toString())))))
                    .must(200)
                    .json();
            refreshToken.replace(
                    0, refreshToken.length(), next.path("refresh_token").asText());
            tokens.add(next.path("access_token").asText());
            Pauses.millis(50);
        });
    }

    private static void asking(Load load, RegistryReplica replica, String what, Supplier<String> token) {
        load.loop(() -> load.send(
                replica,
                what,
                Http.request(replica.url("/v1/whoami"), token.get()).GET()));
    }

    private static String keyOf(String token) {
        String header = token.substring(0, token.indexOf('.'));
        return Http.parse(new String(Base64.getUrlDecoder().decode(header), java.nio.charset.StandardCharsets.UTF_8))
                .path("kid")
                .asText();
    }
}
