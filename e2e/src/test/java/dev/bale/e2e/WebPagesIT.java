package dev.bale.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import dev.bale.embedded.programs.Bale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The web UI, as people meet it: the registry's own files in a browser, and everything behind them real. */
@ExtendWith(Parts.Shared.class)
class WebPagesIT {
    private static final String HOSTILE = """
            # Harvest

            What was *harvested*. See [the data](data/part-0001.csv), [all of it](data/) or [a friend](https://example.org/x).

            <script>alert('script')</script>
            <img src="x" onerror="alert('picture')">

            [press](javascript:alert('link')) and ![pixel](https://tracker.example.org/p.png)

            | column | unit |
            | --- | --- |
            | weight | kg |
            """;
    private static final String HOSTILE_NAME = "<img src=x onerror=alert(1)>.csv";
    private static final int FILES = 1_200;

    private final Parts parts;
    private final Keycloak keycloak;
    private final RegistryReplica registry;
    private final WebVisit visit;
    private final Page page;
    private final PageWatch watch;

    WebPagesIT(Parts parts) {
        this.parts = parts;
        keycloak = parts.keycloak();
        registry = parts.one();
        visit = new WebVisit(parts, registry);
        page = visit.page();
        watch = visit.watch();
    }

    @AfterEach
    void closeBrowser() {
        visit.close();
    }

    private Bale pushed(String person) throws IOException {
        Path folder = parts.registry().newFolder("harvest");
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("README.md"), HOSTILE);
        Files.writeString(folder.resolve(HOSTILE_NAME), "x\n");
        Files.writeString(folder.resolve("l".repeat(250)), "y\n");
        for (int i = 0; i < FILES; i++) {
            Files.writeString(folder.resolve("data/part-%04d.csv".formatted(i)), person + " " + i + "\n");
        }
        Bale bale = parts.signedIn(registry, person);
        bale.run("push", person + "/harvest", folder, "-m", "First <b>edition</b>")
                .mustExit(0);
        return bale;
    }

    @Test
    void a_package_is_found_and_a_hostile_readme_and_hostile_names_harm_nobody() throws IOException {
        keycloak.createPerson("wanda", "data");
        pushed("wanda");
        visit.signIn("wanda", "/?filter=wanda");

        visit.mustSee("Packages");
        visit.look("home");
        visit.link("wanda/harvest").click();
        assertThat(page.locator(".readme h2")).hasText("Harvest");
        assertThat(page.locator(".readme img, .readme script")).hasCount(0);
        assertThat(page.locator(".readme a[href^='javascript:']")).hasCount(0);
        assertThat(page.locator(".copy code").first()).hasText("bale install wanda/harvest");
        visit.look("package");
        page.locator(".readme").getByText("the data").click();
        assertThat(page.locator("main")).containsText("//data/part-0001.csv");
        visit.look("file");
        visit.link("Files").click();
        assertThat(page.locator(".files")).containsText(HOSTILE_NAME);
        visit.look("files");
        visit.link("Versions").click();
        assertThat(page.locator(".log")).containsText("First <b>edition</b>");
        visit.look("versions");
        visit.link("Access").click();
        assertThat(page.locator(".log")).hasCount(0);
        visit.look("access");
        watch.mustHaveAskedOnly(
                registry.url().toString(), parts.registry().storage().toString());
    }

    @Test
    void a_long_folder_is_read_as_somebody_scrolls() throws IOException {
        keycloak.createPerson("waldo", "data");
        pushed("waldo");
        visit.signIn("waldo", "/");
        visit.open("/packages/waldo/harvest?tab=files&folder=data", "waldo/harvest");

        assertThat(page.locator(".files li").first()).containsText("part-0000.csv");
        assertThat(page.locator(".files li").count()).isLessThan(100);
        page.locator(".files").evaluate("frame => { frame.scrollTop = frame.scrollHeight; }");
        assertThat(page.locator(".files-count")).hasText("1,200 items");
        page.locator(".files").evaluate("frame => { frame.scrollTop = frame.scrollHeight; }");
        assertThat(page.locator(".files")).containsText("part-1199.csv");
        assertThat(page.locator(".files li").count()).isLessThan(100);
        visit.look("long-folder");
    }

    @Test
    void an_auditor_drops_a_file_that_is_hashed_and_not_sent() throws IOException {
        keycloak.createPerson("wilma", "data", "auditors");
        Bale bale = pushed("wilma");
        bale.run(
                        "install",
                        "wilma/harvest//data/part-0007.csv",
                        parts.registry().newFolder("target"))
                .mustExit(0);
        Path dropped = Files.writeString(parts.registry().newFolder("dropped"), "wilma 7\n");
        visit.signIn("wilma", "/");
        visit.open("/audit/trace", "Trace");
        visit.look("trace-empty");

        page.locator("input[type=file]").setInputFiles(dropped);

        assertThat(page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setName("Who was handed it")))
                .isVisible();
        assertThat(visit.region("People")).containsText("wilma");
        assertThat(visit.region("Places")).containsText("data/part-0007.csv");
        assertThat(visit.region("People")).containsText("yes: wilma/harvest");
        visit.look("trace");
        watch.mustHaveSentNothingOf("wilma 7");
        page.getByLabel("SHA-256").fill("no hash");
        visit.button("Trace").click();
        assertThat(page.locator("main")).containsText("That is no SHA-256");
    }

    @Test
    void an_administrator_looks_around() {
        keycloak.createPerson("wolf", "data", "admins");
        visit.signIn("wolf", "/");
        visit.open("/admin/accounts", "Accounts");
        assertThat(visit.region("Accounts")).containsText("wolf");
        visit.look("accounts");
        visit.open("/teams", "Teams");
        visit.look("teams");
        visit.open("/admin/stores", "Stores");
        assertThat(page.locator("main")).containsText("an expired URL is refused");
        visit.look("stores");
        visit.open("/settings/sessions", "Sessions");
        assertThat(visit.region("Sessions")).containsText("this one");
        visit.look("sessions");
        visit.open("/no/such/page", "There is no such page");
        visit.look("no-such-page");
        visit.button("Use dark colours").click();
        assertThat(page.locator("html[data-mantine-color-scheme=dark]")).hasCount(1);
        watch.mustBeWhole();
    }

    @Test
    void a_token_is_made_shown_once_and_revoked() {
        keycloak.createPerson("wim", "data");
        visit.signIn("wim", "/");
        visit.open("/settings/tokens", "Tokens");
        visit.field("Name").fill("nightly");
        visit.button("Make token").click();

        String token = page.locator(".copy code").textContent();

        assertThat(token).startsWith("bale_pat_");
        Http.get(registry.url("/v1/whoami"), token).must(200);
        visit.look("token-made");
        page.reload();
        assertThat(visit.region("Tokens")).containsText("nightly");
        assertThat(page.locator("body")).not().containsText("bale_pat_");
        visit.button("Revoke nightly").click();
        visit.button("Revoke the token").click();
        assertThat(page.locator("main")).containsText("You have no tokens");
        Http.get(registry.url("/v1/whoami"), token).must(401);
    }

    @Test
    void whoever_is_not_signed_in_is_led_to_the_sign_in_and_back() {
        keycloak.createPerson("walter", "data");
        page.navigate(registry.url("/settings/tokens").toString());
        visit.look("not-signed-in");

        visit.signIn("walter", "/settings/tokens");

        visit.mustSee("Tokens");
        assertThat(page.locator(".shell-who")).containsText("walter");
        assertThat(page.url()).endsWith("/settings/tokens");
    }

    @Test
    void the_first_load_is_small_and_what_is_rarely_used_comes_later() {
        long atMost = 300_000;
        page.navigate(registry.url("/").toString());
        visit.mustSee("Packages");
        page.waitForLoadState(LoadState.NETWORKIDLE);

        long sent = watch.requests().stream()
                .mapToLong(request -> request.sizes().responseBodySize)
                .sum();

        System.out.println("the first load is " + sent + " bytes as sent");
        assertThat(sent).isBetween(50_000L, atMost);
        assertThat(watch.requests()).extracting(Request::url).noneMatch(url -> url.contains("Markdown"));
    }
}
