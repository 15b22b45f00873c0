package dev.bale.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
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
    private final Visitor visitor;
    private final Page page;
    private final PageWatch watch;

    WebPagesIT(Parts parts) {
        this.parts = parts;
        keycloak = parts.keycloak();
        registry = parts.one();
        visitor = parts.chromium().visitor();
        page = visitor.page();
        watch = PageWatch.of(page);
    }

    @AfterEach
    void closeBrowser() {
        visitor.close();
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

    private void signIn(String person, String path) {
        visitor.open(registry.url(path));
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Sign in"))
                .first()
                .click();
        visitor.choose("Keycloak").atKeycloak(person);
        assertThat(page.locator(".shell-who")).containsText(person);
        watch.begin();
    }

    private void open(String path, String heading) {
        visitor.open(registry.url(path)).mustSee(heading);
    }

    /** Pictures in light and dark, once everything is there; and what axe-core says of both. */
    private void look(String name) {
        assertThat(page.locator("[aria-busy=true]")).hasCount(0);
        watch.mustBeAccessible();
        visitor.pictures("web-" + name);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        watch.mustBeAccessible();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        watch.mustBeWhole();
    }

    @Test
    void a_package_is_found_and_a_hostile_readme_and_hostile_names_harm_nobody() throws IOException {
        keycloak.createPerson("wanda", "data");
        pushed("wanda");
        signIn("wanda", "/?filter=wanda");

        visitor.mustSee("Packages");
        look("home");
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("wanda/harvest"))
                .click();
        assertThat(page.locator(".readme h2")).hasText("Harvest");
        assertThat(page.locator(".readme img, .readme script")).hasCount(0);
        assertThat(page.locator(".readme a[href^='javascript:']")).hasCount(0);
        assertThat(page.locator(".copy code").first()).hasText("bale install wanda/harvest");
        look("package");
        page.locator(".readme").getByText("the data").click();
        assertThat(page.locator("main")).containsText("//data/part-0001.csv");
        look("file");
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Files").setExact(true))
                .click();
        assertThat(page.locator(".files")).containsText(HOSTILE_NAME);
        look("files");
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Versions"))
                .click();
        assertThat(page.locator(".log")).containsText("First <b>edition</b>");
        look("versions");
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Access")).click();
        assertThat(page.locator(".log")).hasCount(0);
        look("access");
        watch.mustHaveAskedOnly(
                registry.url().toString(), parts.registry().storage().toString());
    }

    @Test
    void a_long_folder_is_read_as_somebody_scrolls() throws IOException {
        keycloak.createPerson("waldo", "data");
        pushed("waldo");
        signIn("waldo", "/");
        open("/packages/waldo/harvest?tab=files&folder=data", "waldo/harvest");

        assertThat(page.locator(".files li").first()).containsText("part-0000.csv");
        assertThat(page.locator(".files li").count()).isLessThan(100);
        page.locator(".files").evaluate("frame => { frame.scrollTop = frame.scrollHeight; }");
        assertThat(page.locator(".files-count")).hasText("1,200 items");
        page.locator(".files").evaluate("frame => { frame.scrollTop = frame.scrollHeight; }");
        assertThat(page.locator(".files")).containsText("part-1199.csv");
        assertThat(page.locator(".files li").count()).isLessThan(100);
        look("long-folder");
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
        signIn("wilma", "/");
        open("/audit/trace", "Trace");
        look("trace-empty");

        page.locator("input[type=file]").setInputFiles(dropped);

        assertThat(page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setName("Who was handed it")))
                .isVisible();
        assertThat(page.locator("section[aria-label=People]")).containsText("wilma");
        assertThat(page.locator("section[aria-label=Places]")).containsText("data/part-0007.csv");
        assertThat(page.locator("section[aria-label=People]")).containsText("yes: wilma/harvest");
        look("trace");
        watch.mustHaveSentNothingOf("wilma 7");
        page.getByLabel("SHA-256").fill("no hash");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Trace")).click();
        assertThat(page.locator("main")).containsText("That is no SHA-256");
    }

    @Test
    void an_administrator_looks_around() {
        keycloak.createPerson("wolf", "data", "admins");
        signIn("wolf", "/");
        open("/admin/accounts", "Accounts");
        assertThat(page.locator("section[aria-label=Accounts]")).containsText("wolf");
        look("accounts");
        open("/teams", "Teams");
        look("teams");
        open("/admin/stores", "Stores");
        assertThat(page.locator("main")).containsText("an expired URL is refused");
        look("stores");
        open("/settings/sessions", "Sessions");
        assertThat(page.locator("section[aria-label=Sessions]")).containsText("this one");
        look("sessions");
        open("/no/such/page", "There is no such page");
        look("no-such-page");
        visitor.button("Use dark colours").click();
        assertThat(page.locator("html[data-mantine-color-scheme=dark]")).hasCount(1);
        watch.mustBeWhole();
    }

    @Test
    void a_token_is_made_shown_once_and_revoked() {
        keycloak.createPerson("wim", "data");
        signIn("wim", "/");
        open("/settings/tokens", "Tokens");
        page.getByLabel("Name").fill("nightly");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Make token"))
                .click();

        String token = page.locator(".copy code").textContent();

        assertThat(token).startsWith("bale_pat_");
        Http.get(registry.url("/v1/whoami"), token).must(200);
        look("token-made");
        page.reload();
        assertThat(page.locator("section[aria-label=Tokens]")).containsText("nightly");
        assertThat(page.locator("body")).not().containsText("bale_pat_");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Revoke"))
                .click();
        assertThat(page.locator("main")).containsText("You have no tokens");
        Http.get(registry.url("/v1/whoami"), token).must(401);
    }

    @Test
    void whoever_is_not_signed_in_is_led_to_the_sign_in_and_back() {
        keycloak.createPerson("walter", "data");
        visitor.open(registry.url("/settings/tokens"));
        look("not-signed-in");

        signIn("walter", "/settings/tokens");

        visitor.mustSee("Tokens");
        assertThat(page.locator(".shell-who")).containsText("walter");
        assertThat(page.url()).endsWith("/settings/tokens");
    }
}
