package dev.bale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.e2e.Http.Answer;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Folders;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job exchanges the token that a trusted issuer gave it, here Keycloak, for one of the registry. */
@ExtendWith(Parts.Shared.class)
class ExchangeIT {
    private final Parts parts;
    private final Keycloak keycloak;

    ExchangeIT(Parts parts) {
        this.parts = parts;
        keycloak = parts.keycloak();
    }

    @Test
    void a_job_pushes_without_a_stored_secret_and_only_where_its_rule_allows() {
        String admin = parts.signedIn(parts.one(), "bert").run("token").out().strip();
        Http.sendJson("POST", parts.one().url("/v1/service-accounts"), admin, Map.of("name", "nightly"))
                .must(201);
        String subjectToken = keycloak.tokenOfJob();

        Answer exchanged = exchange(subjectToken).must(200);

        Bale job = parts.registry()
                .newMachine(parts.two().url())
                .withToken(exchanged.json().path("access_token").asText());
        Path source = Folders.small(parts.registry().newFolder("source"), new Random(9));
        Path target = parts.registry().newFolder("target");
        job.run("push", "nightly/report-1", source, "-m", "Tonight").mustExit(0);
        job.run("install", "nightly/report-1", target).mustExit(0);
        Folders.assertSame(source, target);
        assertThat(exchanged.json().has("refresh_token")).isFalse();
        assertThat(job.run("push", "nightly/other", source).exit()).isNotZero();
        assertThat(job.run("list", "--json").mustExit(0).out())
                .contains("report-1")
                .doesNotContain("nightly/other");
        assertThat(exchange(subjectToken).status()).as("the same token again").isEqualTo(400);
        exchange(keycloak.tokenOfJob()).must(200);
    }

    private Answer exchange(String subjectToken) {
        return Http.sendForm(
                parts.two().url("/v1/token"),
                Map.of(
                        "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                        "subject_token", subjectToken,
                        "subject_token_type", "urn:ietf:params:oauth:token-type:jwt"));
    }
}
