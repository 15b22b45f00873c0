package dev.bale.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import dev.bale.embedded.programs.Checkout;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Somebody at a browser, and what he does there. */
final class Visitor implements AutoCloseable {
    private static final Path SCREENSHOTS = Checkout.ROOT.resolve("e2e/target/screenshots");
    private static final double LONGEST_MILLIS = 30_000;

    private final BrowserContext browser;
    private final Page page;

    Visitor(BrowserContext browser) {
        this.browser = browser;
        browser.setDefaultTimeout(LONGEST_MILLIS);
        this.page = browser.newPage();
    }

    /** The password that everybody in these tests has at his provider. */
    static String passwordOf(String name) {
        return "secret of " + name;
    }

    Page page() {
        return page;
    }

    Visitor open(URI address) {
        page.navigate(address.toString());
        return this;
    }

    /** Opens a page that may lead to an address where nobody answers; false then. */
    boolean canOpen(URI address) {
        try {
            page.navigate(address.toString());
            return true;
        } catch (PlaywrightException e) {
            if (e.getMessage().contains("ERR_CONNECTION_REFUSED")) {
                return false;
            }
            throw e;
        }
    }

    /** Signs in from the registry's own page; ends wherever the registry leads. */
    Visitor signInByKeycloak(URI registry, String name) {
        open(registry.resolve("/sign-in"));
        choose("Keycloak");
        return atKeycloak(name);
    }

    /** The same with the other provider. */
    Visitor signInByAnother(URI registry, String name) {
        open(registry.resolve("/sign-in"));
        choose("Another provider");
        return atAnother(name);
    }

    /** Clicks the button of a provider on the registry's page. */
    Visitor choose(String provider) {
        link("Sign in with " + provider).click();
        return this;
    }

    /** Fills in the form of Keycloak. */
    Visitor atKeycloak(String name) {
        page.locator("#username").fill(name);
        page.locator("#password").fill(passwordOf(name));
        page.locator("#kc-login").click();
        return this;
    }

    /** Fills in the form of the other provider. */
    Visitor atAnother(String name) {
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(passwordOf(name));
        button("Log in").click();
        return this;
    }

    Visitor mustBeSignedInAs(String account) {
        mustSee("You are signed in");
        assertThat(page.locator("header")).containsText("Signed in as " + account);
        return this;
    }

    /** The page's heading. */
    Visitor mustSee(String heading) {
        assertThat(page.getByRole(AriaRole.HEADING).first())
                .hasText(heading, new HasTextOptions().setTimeout(LONGEST_MILLIS));
        return this;
    }

    Visitor mustBeAtKeycloak() {
        assertThat(page.locator("#kc-login")).isVisible();
        return this;
    }

    Visitor signOut() {
        button("Sign out").click();
        return mustSee("You are signed out");
    }

    /** Whom this registry takes this browser for: its cookie is traded for a token, as a script of the registry's own would. */
    JsonNode whoami(RegistryReplica registry) {
        String origin = registry.url().toString();
        APIResponse traded = browser.request()
                .post(
                        registry.url("/v1/sessions/browser").toString(),
                        RequestOptions.create().setHeader("Origin", origin).setHeader("Sec-Fetch-Site", "same-origin"));
        return traded.ok()
                ? Http.get(
                                registry.url("/v1/whoami"),
                                Http.parse(traded.text()).path("access_token").asText())
                        .must(200)
                        .json()
                : Http.parse(traded.text());
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(Pattern.compile("^" + name)));
    }

    private Locator link(String name) {
        return page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName(name));
    }

    /** Pictures of the page: light and dark at a desk, and light on a phone. */
    void pictures(String name) {
        picture(name + "-light", 1280, 800, ColorScheme.LIGHT);
        picture(name + "-dark", 1280, 800, ColorScheme.DARK);
        picture(name + "-phone", 375, 740, ColorScheme.LIGHT);
        page.setViewportSize(1280, 800);
    }

    private void picture(String name, int width, int height, ColorScheme scheme) {
        page.setViewportSize(width, height);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    @Override
    public void close() {
        browser.close();
    }
}
