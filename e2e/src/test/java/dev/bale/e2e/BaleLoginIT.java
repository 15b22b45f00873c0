package dev.bale.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Folders;
import dev.bale.embedded.programs.Running.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code bale login}: the program at one replica, the browser at another, the person at Keycloak. */
@ExtendWith(Parts.Shared.class)
class BaleLoginIT {
    private static final int DENIED = 4;

    private final Parts parts;
    private final Keycloak keycloak;
    private final Visitor visitor;
    private final Bale bale;

    BaleLoginIT(Parts parts) {
        this.parts = parts;
        keycloak = parts.keycloak();
        parts.one();
        visitor = parts.chromium().visitor();
        bale = parts.registry().newMachine(parts.two().url());
    }

    @AfterEach
    void closeBrowser() {
        visitor.close();
    }

    @Test
    void a_code_is_confirmed_in_the_browser_and_the_program_pushes_installs_and_signs_out() throws IOException {
        keycloak.createPerson("gerda", "data");
        DeviceLogin login = DeviceLogin.begin(bale);
        visitor.open(login.page()).choose("Keycloak").atKeycloak("gerda").mustSee("Sign in this program?");
        assertThat(visitor.page().locator("main")).containsText("bale ");
        assertThat(visitor.page().locator("dl")).containsText("gerda");
        visitor.pictures("device-confirmation");

        Finished signedIn = login.confirm(visitor).await().mustExit(0);

        assertThat(signedIn.out()).contains("Signed in to").contains("as gerda");
        assertThat(bale.run("whoami", "--json")
                        .mustExit(0)
                        .json()
                        .path("account")
                        .asText())
                .isEqualTo("gerda");
        pushesAndInstalls();
        signsOut();
    }

    private void pushesAndInstalls() {
        Path source = Folders.small(parts.registry().newFolder("source"), new Random(7));
        Path target = parts.registry().newFolder("target");
        bale.run("push", "gerda/measurements", source, "-m", "First").mustExit(0);
        bale.run("install", "gerda/measurements", target).mustExit(0);
        Folders.assertSame(source, target);
    }

    private void signsOut() throws IOException {
        JsonNode kept = Http.parse(Files.readString(bale.home().resolve("config/credentials.json")));
        String accessToken = kept.findValue("access_token").asText();
        String refreshToken = kept.findValue("refresh_token").asText();
        Http.get(parts.one().url("/v1/whoami"), accessToken).must(200);

        bale.run("logout").mustExit(0);

        Http.get(parts.one().url("/v1/whoami"), accessToken).must(401);
        Http.get(parts.two().url("/v1/whoami"), accessToken).must(401);
        Http.sendJson("POST", parts.one().url("/v1/sessions/refresh"), "", Map.of("refresh_token", refreshToken))
                .must(401);
        bale.run("whoami").mustExit(DENIED);
    }

    @Test
    void a_denied_code_signs_nobody_in() {
        keycloak.createPerson("hilde", "data");
        DeviceLogin login = DeviceLogin.begin(bale);
        visitor.open(login.page()).choose("Keycloak").atKeycloak("hilde");

        login.deny(visitor);

        visitor.mustSee("The program was refused");
        Finished denied = login.await().mustExit(DENIED);
        assertThat(denied.err()).contains("denied in the browser");
        bale.run("whoami").mustExit(DENIED);
    }
}
