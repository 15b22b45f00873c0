package dev.bale.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.bale.embedded.programs.Bale;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes wrong while a page is open: the session ends, the registry restarts, an answer comes too late. */
@ExtendWith(Parts.Shared.class)
class WebTroubleIT {
    private final Parts parts;
    private final Keycloak keycloak;
    private WebVisit visit;

    WebTroubleIT(Parts parts) {
        this.parts = parts;
        keycloak = parts.keycloak();
    }

    @AfterEach
    void closeBrowser() {
        visit.close();
    }

    private Page signIn(RegistryReplica registry, String person, String path) {
        visit = new WebVisit(parts, registry).signIn(person, path);
        return visit.page();
    }

    @Test
    void a_session_that_ends_in_the_middle_of_a_form_costs_nothing_that_was_typed() {
        RegistryReplica registry = parts.one();
        keycloak.createPerson("thea", "data");
        Page page = signIn(registry, "thea", "/settings/tokens");
        visit.field("Name").fill("for the night");
        visit.field("Packages").fill("thea/*");

        endSessions("thea");
        visit.button("Make token").click();

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Your session has ended");
        assertThat(visit.field("Name")).hasValue("for the night");
        visit.look("session-ended-token");
        Page window = page.waitForPopup(() -> visit.button("Sign in again").click());
        window.getByText("Sign in with Keycloak").click();
        page.waitForCondition(window::isClosed);
        visit.button("Make token").click();
        assertThat(page.locator(".copy code")).containsText("bale_pat_");
        assertThat(visit.region("Tokens")).containsText("thea/*");
    }

    @Test
    void what_somebody_typed_is_not_there_for_whoever_signs_in_after_him_in_the_same_window() {
        keycloak.createPerson("tilmann", "data");
        keycloak.createPerson("tobias", "data");
        Page page = signIn(parts.one(), "tilmann", "/settings/tokens");
        visit.field("Name").fill("of nobody else's business");
        page.reload();
        assertThat(visit.field("Name")).hasValue("of nobody else's business");

        page.context().clearCookies();
        visit.signIn("tobias", "/settings/tokens");

        assertThat(visit.field("Name")).hasValue("");
    }

    private void endSessions(String person) {
        URI sessions = parts.one().url("/v1/accounts/" + person + "/sessions");
        Http.send(Http.request(sessions, admin("thore")).DELETE()).must(200);
    }

    private String admin(String name) {
        keycloak.createPerson(name, "data", "admins");
        return parts.signedIn(parts.one(), name).run("token").mustExit(0).out().strip();
    }

    @Test
    void a_registry_that_restarts_under_an_open_page_is_said_to_be_away_and_then_all_goes_on() {
        keycloak.createPerson("tristan", "data");
        Page page = signIn(parts.frail(), "tristan", "/settings/tokens");
        visit.field("Name").fill("before and after");

        parts.frail().close();
        visit.button("Make token").click();

        assertThat(page.locator("main")).containsText("The registry cannot be reached");
        assertThat(visit.field("Name")).hasValue("before and after");
        visit.look("registry-away");
        visit.link("Teams").click();
        assertThat(page.locator("main")).containsText("The registry cannot be reached");
        visit.look("page-away");
        parts.frail();
        visit.button("Try again").click();
        assertThat(page.locator("main")).containsText("You belong to no team");
        page.goBack();
        visit.field("Name").fill("before and after");
        visit.button("Make token").click();
        assertThat(page.locator(".copy code")).containsText("bale_pat_");
    }

    @Test
    void an_answer_that_comes_for_a_page_already_left_changes_nothing() throws IOException {
        keycloak.createPerson("tamara", "data");
        Bale bale = parts.signedIn(parts.one(), "tamara");
        push(bale, "tamara/slow", "The slow one");
        push(bale, "tamara/quick", "The quick one");
        Page page = signIn(parts.one(), "tamara", "/?filter=tamara");
        AtomicReference<Route> held = new AtomicReference<>();
        page.route("**/v1/packages/tamara/slow/versions/*", held::set);

        visit.link("tamara/slow").click();
        page.waitForCondition(() -> held.get() != null);
        page.goBack();
        visit.link("tamara/quick").click();
        assertThat(page.locator(".readme")).containsText("The quick one");
        Request late = held.get().request();
        held.get().resume();
        page.waitForCondition(() -> late.response() != null);

        assertThat(late.response().status()).isEqualTo(200);
        assertThat(page.locator("h1")).containsText("quick");
        assertThat(page.locator(".readme")).containsText("The quick one");
        assertThat(page.locator("main")).not().containsText("The slow one");
        visit.watch().mustBeWhole();
    }

    private void push(Bale bale, String name, String title) throws IOException {
        Path folder = Files.createDirectories(parts.registry().newFolder("package"));
        Files.writeString(folder.resolve("README.md"), "# " + title + "\n");
        bale.run("push", name, folder).mustExit(0);
    }
}
