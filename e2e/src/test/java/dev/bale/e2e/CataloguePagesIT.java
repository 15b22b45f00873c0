package dev.bale.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.bale.embedded.programs.Bale;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The catalogue, as somebody finds a package, reads of it and takes it home; and as somebody else writes into it what harms. */
@ExtendWith(Parts.Shared.class)
class CataloguePagesIT {
    private static final byte[] PIXEL = Base64.getDecoder()
            .decode(
                    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGNgaPiPFTEMLQkASQZ/gYmKGi0AAAAASUVORK5CYII=");
    private static final String HOSTILE_SVG = """
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40"
                onload="parent.document.title='harmed'">
              <script>parent.document.title = 'harmed'; fetch('https://tracker.example.org/s')</script>
              <rect width="40" height="40" fill="#0a7"/>
              <image href="https://tracker.example.org/i.png" width="9" height="9"/>
              <foreignObject width="40" height="40"><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://tracker.example.org/f"/></foreignObject>
            </svg>
            """;
    private static final String README = """
            # Penguins

            ![a red square](pictures/red.png) ![a hostile one](pictures/hostile.svg)
            ![broken](pictures/broken.png) ![nowhere](pictures/none.png) ![outside](https://tracker.example.org/p.png)
            ![above](../../../v1/whoami) ![script](javascript:alert(1)) ![data](data:image/svg+xml,x)

            <img src="pictures/red.png" onload="alert('html')">

            [the table](data/table.csv), [of all](data/)
            """;
    private static final String TURNED = "gnp.\u202Ecod.exe";
    private static final String MARKUP = "<b onmouseover=alert(1)>x<b>.csv";

    private final Parts parts;
    private final Keycloak keycloak;
    private final RegistryReplica registry;
    private final WebVisit visit;
    private final Page page;
    private final PageWatch watch;

    CataloguePagesIT(Parts parts) {
        this.parts = parts;
        keycloak = parts.keycloak();
        registry = parts.one();
        visit = new WebVisit(parts, registry);
        page = visit.page();
        watch = visit.watch();
        page.context()
                .grantPermissions(
                        List.of("clipboard-read", "clipboard-write"),
                        new com.microsoft.playwright.BrowserContext.GrantPermissionsOptions()
                                .setOrigin(registry.url().toString()));
    }

    @AfterEach
    void closeBrowser() {
        visit.close();
    }

    private Path folder(String person) throws IOException {
        Path folder = parts.registry().newFolder("penguins");
        Files.createDirectories(folder.resolve("pictures"));
        Files.createDirectories(folder.resolve("data/it's \"2026\""));
        Files.writeString(folder.resolve("README.md"), README + person);
        Files.write(folder.resolve("pictures/red.png"), PIXEL);
        Files.writeString(folder.resolve("pictures/hostile.svg"), HOSTILE_SVG);
        Files.writeString(folder.resolve("pictures/broken.png"), "no picture");
        Files.writeString(folder.resolve("data/table.csv"), "island,count\nBiscoe,168\n");
        Files.writeString(folder.resolve("data/it's \"2026\"/$(touch harmed) é.csv"), person + "\n");
        Files.writeString(folder.resolve("data/" + TURNED), "x");
        Files.writeString(folder.resolve("data/" + MARKUP), "y");
        Path deep = folder.resolve("deep");
        for (int i = 0; i < 3; i++) {
            deep = deep.resolve("%d".formatted(i).repeat(240));
        }
        Files.createDirectories(deep);
        Files.writeString(deep.resolve("n".repeat(240)), "z");
        return folder;
    }

    private Bale pushed(String person, Path folder) {
        Bale bale = parts.signedIn(registry, person);
        bale.run("push", person + "/penguins", folder, "-m", "Counted on the islands")
                .mustExit(0);
        return bale;
    }

    private String at(String person) {
        return "/packages/" + person + "/penguins";
    }

    /** The line that the button of this label copies, by way of the clipboard. */
    private String copied(String label) {
        visit.button("Copy: " + label).click();
        assertThat(page.locator(".copy [role=status]").filter(new Locator.FilterOptions().setHasText("Copied")))
                .hasCount(1);
        return (String) page.evaluate("navigator.clipboard.readText()");
    }

    /** As in a terminal of whoever has that token. */
    private static String terminal(Path folder, String token, String line) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", "set -o pipefail; " + line)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment().putAll(Map.of("BALE_TOKEN", token, "HOME", folder.toString()));
        shell.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private List<String> events(String person, String kind) {
        return parts.registry().texts("""
                        select e.id::text from event e
                        join package k on k.id = e.package_id join namespace n on n.id = k.namespace_id
                        where n.name = ? and e.kind = ? and e.outcome = 'ok' order by e.id
                        """, person, kind);
    }

    @Test
    void what_the_page_says_to_paste_installs_the_package_its_version_a_folder_and_a_file() throws Exception {
        keycloak.createPerson("carla", "data");
        Path source = folder("carla");
        Bale bale = pushed("carla", source);
        String token = bale.run("token", "create", "pages", "--json")
                .mustExit(0)
                .json()
                .path("token")
                .asText();
        visit.signIn("carla", at("carla"));
        visit.mustSee("carla/penguins");

        String line = copied("Install the newest version");
        assertThat(line).isEqualTo("bale install carla/penguins");
        Path target = parts.registry().newFolder("installed");
        bale.run((Object[]) (line.substring("bale ".length()) + " " + target).split(" "))
                .mustExit(0);
        assertThat(target.resolve("data/table.csv")).hasSameBinaryContentAs(source.resolve("data/table.csv"));

        String exact = copied("Install exactly this version, for ever");
        assertThat(exact).matches("bale install carla/penguins@[0-9a-f]{12}");
        visit.open(at("carla") + "?tab=files&folder=data", "carla/penguins");
        Path part = parts.registry().newFolder("part");
        bale.run((Object[]) (copied("Install this folder of it").substring("bale ".length()) + " " + part).split(" "))
                .mustExit(0);
        assertThat(part.resolve("README.md")).doesNotExist();

        page.locator(".files").getByText("it's").click();
        page.locator(".files").getByText("touch harmed").click();
        Path curled = parts.registry().newFolder("curled");
        terminal(curled, token, copied("Fetch it with curl, with a token of yours in BALE_TOKEN"));
        assertThat(curled.resolve("$(touch harmed) é.csv")).hasContent("carla\n");
        assertThat(curled.resolve("harmed")).doesNotExist();
        visit.look("catalogue-file");
    }

    @Test
    void a_readme_shows_pictures_of_its_own_version_and_no_others_and_a_hostile_svg_does_nothing() throws IOException {
        keycloak.createPerson("cosmo", "data");
        pushed("cosmo", folder("cosmo"));
        visit.signIn("cosmo", at("cosmo"));

        Locator pictures = page.locator(".readme img");
        assertThat(pictures).hasCount(2);
        page.waitForFunction(
                "[...document.querySelectorAll('.readme img')].every(i => i.complete && i.naturalWidth > 0)");
        assertThat(pictures.nth(1)).hasAttribute("alt", "a hostile one");
        assertThat(page.locator(".readme")).containsText("[picture: outside]");
        assertThat(page.locator(".readme")).containsText("[picture: nowhere (there is no such file)]");
        assertThat(page.locator(".readme")).containsText("[picture: broken (it cannot be read)]");
        assertThat(page.locator("html")).not().containsText("harmed");
        assertThat(page.title()).isEqualTo("cosmo/penguins · Bale");
        // README, two pictures, and the one that is none.
        assertThat(events("cosmo", "hand-out")).hasSize(4);
        String address = pictures.nth(1).getAttribute("src");
        assertThat(address).startsWith("blob:");
        // Nobody comes to have it in a tab of its own, where it would be a document.
        Page tab = page.waitForPopup(() -> page.evaluate("address => { window.open(address); }", address));
        assertThat(tab.content()).doesNotContain("<rect");
        tab.close();
        visit.look("catalogue-package");
        watch.mustHaveAskedOnly(
                registry.url().toString(),
                "blob:" + registry.url(),
                parts.registry().storage().toString());

        page.reload();
        page.locator(".readme").getByText("the table").click();
        assertThat(page.locator("main")).containsText("//data/table.csv");
    }

    @Test
    void a_description_is_written_found_and_taken_away() throws IOException {
        keycloak.createPerson("cleo", "data");
        Bale bale = pushed("cleo", folder("cleo"));
        visit.signIn("cleo", at("cleo"));

        visit.button("Add a description").click();
        page.getByLabel("Description").fill("Birds of Antarctica <img src=x onerror=alert(1)> \u202Ekcab");
        visit.look("catalogue-describe");
        visit.button("Save description").click();
        assertThat(page.locator(".description")).containsText("<img src=x onerror=alert(1)> ⟨U+202E⟩kcab");
        assertThat(events("cleo", "describe")).hasSize(1);
        assertThat(bale.run("describe", "cleo/penguins", "Birds of Antarctica")
                        .mustExit(0)
                        .out())
                .contains("Birds of Antarctica");

        visit.open("/", "Packages");
        page.getByLabel("Filter").fill("ANTARC");
        assertThat(page.locator(".list-description")).hasText("Birds of Antarctica");
        assertThat(page).hasURL(java.util.regex.Pattern.compile("filter=ANTARC"));
        visit.look("catalogue-filter");
        page.getByLabel("Filter").fill("no such birds");
        assertThat(page.locator(".empty")).containsText("Nothing that you may see has this");
        page.getByLabel("Filter").fill("");
        visit.link("Mine").click();
        assertThat(page.locator(".list li")).hasCount(1);
        visit.look("catalogue-mine");
        visit.link("By name").click();
        assertThat(page.locator(".list")).containsText("penguins");
        visit.open("/namespaces/cleo", "cleo");
        assertThat(page.locator(".list-description")).hasText("Birds of Antarctica");
        visit.look("catalogue-namespace");
    }

    @Test
    void versions_tell_what_changed_and_usage_who_many_installed() throws Exception {
        keycloak.createPerson("clive", "data");
        Path source = folder("clive");
        Bale bale = pushed("clive", source);
        Files.writeString(source.resolve("data/table.csv"), "island,count\nDream,124\nBiscoe,168\n");
        Files.delete(source.resolve("pictures/broken.png"));
        Files.writeString(source.resolve("data/new.csv"), "new\n");
        bale.run("push", "clive/penguins", source, "-m", "Dream island, too").mustExit(0);
        bale.run("install", "clive/penguins//data", parts.registry().newFolder("used"))
                .mustExit(0);
        assertThat(bale.run("log", "clive/penguins").mustExit(0).out())
                .contains("+1 file (4 B), ~1 file (34 B), -1 file (10 B)");

        visit.signIn("clive", at("clive"));
        visit.link("Versions").click();
        Locator newest = page.locator(".log li").first();
        assertThat(newest.locator(".changes")).containsText("1 file added (4 bytes)");
        assertThat(newest.locator(".changes")).containsText("1 file changed (34 bytes)");
        assertThat(newest.locator(".changes")).containsText("1 file removed (10 bytes)");
        visit.look("catalogue-versions");
        page.getByText("Counted on the islands").click();
        assertThat(page.locator("main")).containsText("This is not the newest version");
        for (int i = 0; i < 20 && page.locator(".usage svg").count() == 0; i++) {
            page.waitForTimeout(500);
            page.reload();
            assertThat(page.locator(".usage")).isVisible();
        }
        assertThat(page.locator(".usage figcaption")).hasText("1 install by 1 person in the last 52 weeks");
        assertThat(page.locator(".usage table")).containsText("Installs by week");
        visit.look("catalogue-usage");
    }

    @Test
    void a_file_is_downloaded_whole_and_its_large_metadata_shown() throws IOException {
        keycloak.createPerson("carol", "data");
        Path source = folder("carol");
        Bale bale = parts.signedIn(registry, "carol");
        Path metadata = parts.registry().newFolder("metadata");
        Files.writeString(
                metadata,
                "{\"path\":\"data/table.csv\",\"meta\":{\"long\":\"%s\",\"end\":\"of it\"}}\n"
                        .formatted("m".repeat(2_000)));
        bale.run("push", "carol/penguins", source, "--entry-meta", metadata).mustExit(0);
        visit.signIn("carol", "/");
        visit.open(at("carol") + "?tab=files&file=data/table.csv", "carol/penguins");

        assertThat(page.locator(".metadata")).containsText("\"end\": \"of it\"");
        Download download =
                page.waitForDownload(() -> visit.button("Download file").click());
        assertThat(download.suggestedFilename()).isEqualTo("table.csv");
        assertThat(download.path()).hasSameBinaryContentAs(source.resolve("data/table.csv"));
        assertThat(events("carol", "hand-out")).hasSize(1);
        visit.look("catalogue-metadata");
    }

    @Test
    void names_that_deceive_or_never_end_are_shown_as_they_are() throws IOException {
        keycloak.createPerson("caleb", "data");
        pushed("caleb", folder("caleb"));
        visit.signIn("caleb", at("caleb"));
        visit.open(at("caleb") + "?tab=files&folder=data", "caleb/penguins");

        assertThat(page.locator(".files")).containsText("gnp.⟨U+202E⟩cod.exe");
        assertThat(page.locator(".files")).containsText(MARKUP);
        page.locator(".files").getByText(MARKUP).click();
        assertThat(page.locator(".package-main .copy code").first()).containsText("'");
        visit.open(at("caleb") + "?tab=files&folder=deep", "caleb/penguins");
        for (int i = 0; i < 3; i++) {
            page.locator(".files a").first().click();
            assertThat(page.locator(".trail [aria-current=page]"))
                    .containsText("%d".formatted(i).repeat(20));
        }
        page.locator(".files a").first().click();
        assertThat(page.locator("main")).containsText("SHA-256");
        assertThat((Integer)
                        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isLessThanOrEqualTo(0);
        visit.look("catalogue-long-name");
    }
}
