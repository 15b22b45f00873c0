package dev.bale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.e2e.Load.Sample;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Folders;
import dev.bale.embedded.programs.FreePort;
import dev.bale.embedded.programs.Pauses;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Promise 4: once a revoke has answered, no replica commits a hand-out by it any more, and nothing that was handed out before works after the
 * moment that the answer named.
 */
@ExtendWith(Parts.Shared.class)
class RevokeDrillIT {
    private static final Duration URLS_LIVE = Duration.ofSeconds(8);

    private final Parts parts;
    private final Keycloak keycloak;
    private final ConcurrentLinkedQueue<Instant> fetched = new ConcurrentLinkedQueue<>();

    RevokeDrillIT(Parts parts) {
        this.parts = parts;
        keycloak = parts.keycloak();
    }

    private RegistryReplica replica() {
        return parts.registry()
                .replica(
                        FreePort.any(),
                        Map.of(
                                "bale.public-url",
                                parts.one().url().toString(),
                                "bale.limits.url-ttl",
                                URLS_LIVE.toSeconds() + "s"));
    }

    @Test
    void nothing_is_handed_out_after_the_answer_and_nothing_works_after_the_moment_that_it_named() {
        keycloak.createPerson("olivia", "data");
        keycloak.createPerson("rupert", "data");
        Bale olivia = parts.signedIn(parts.one(), "olivia");
        String reader = parts.signedIn(parts.one(), "rupert").run("token").out().strip();
        Path data = Folders.file(parts.registry().newFolder("revoked").resolve("file"), 1_000, new Random(11));
        olivia.run("push", "olivia/data", data.getParent(), "-m", "Data").mustExit(0);
        String owner = olivia.run("token").out().strip();
        String grant = Http.sendJson(
                        "POST",
                        parts.one().url("/v1/packages/olivia/data/access"),
                        owner,
                        Map.of("principal", "rupert", "role", "reader"))
                .must(201)
                .json()
                .path("grant")
                .asText();

        try (RegistryReplica told = replica();
                RegistryReplica other = replica();
                Load load = new Load()) {
            for (RegistryReplica replica : List.of(told, other)) {
                load.installing(replica, "olivia/data", () -> reader);
                handedOutAndFetched(load, replica, reader);
            }
            load.awaitAccepted(20, List.of("find version", "hand-out"), List.of(told, other));
            JsonNode answer = Http.send(
                            Http.request(told.url("/v1/access/" + grant), owner).DELETE())
                    .must(200)
                    .json();
            long answered = System.nanoTime();
            String committed = handOuts();
            Instant end = Instant.parse(answer.path("urls_expire_at").asText());
            Pauses.millis(Duration.between(Instant.now(), end).toMillis() + 3_000);
            List<Sample> samples = load.stop();

            List<Sample> late = samples.stream()
                    .filter(sample ->
                            sample.begunAt() > answered && !sample.what().equals("GET"))
                    .toList();
            Instant last = fetched.stream().max(Instant::compareTo).orElseThrow();
            System.out.printf(
                    "Revoking a grant: %s hand-outs committed before the answer, %s more after it; %d of %d requests begun after it"
                            + " were accepted; of %d GETs at the storage the last that succeeded was %d ms before the moment that the"
                            + " answer named%n",
                    committed,
                    Integer.parseInt(handOuts()) - Integer.parseInt(committed),
                    late.stream().filter(Sample::accepted).count(),
                    late.size(),
                    fetched.size(),
                    Duration.between(last, end).toMillis());
            assertThat(handOuts()).as("hand-outs committed after the answer").isEqualTo(committed);
            assertThat(late).hasSizeGreaterThan(20).noneMatch(Sample::accepted);
            assertThat(last).as("the last GET that succeeded").isBefore(end);
            assertThat(last).as("URLs were used to their end").isAfter(end.minus(URLS_LIVE.dividedBy(2)));
        }
    }

    /** Is handed a URL whenever it may be, and uses the newest again and again. */
    private void handedOutAndFetched(Load load, RegistryReplica replica, String token) {
        AtomicReference<URI> newest = new AtomicReference<>();
        load.loop(() -> {
            Http.Answer answer = load.send(
                    replica,
                    "hand-out",
                    Http.request(replica.url("/v1/packages/olivia/data/versions/latest/hand-outs"), token)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"entries\":[[0,1]],\"form\":\"plain\"}")));
            if (answer.status() == 200) {
                newest.set(URI.create(answer.json().path("url").asText()));
            }
        });
        load.loop(() -> {
            URI url = newest.get();
            if (url == null) {
                Pauses.millis(10);
                return;
            }
            Instant begun = Instant.now();
            if (Http.send(HttpRequest.newBuilder(url).GET()).status() == 200) {
                fetched.add(begun);
            }
        });
    }

    private String handOuts() {
        return parts.registry().texts("""
                        select count(*)::text from event e join account a on a.id = e.account_id
                        where a.name = 'rupert' and e.kind = 'hand-out'
                        """).getFirst();
    }
}
