package dev.bale.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.regex.Pattern;

/** Somebody who uses the web UI of one registry: where he goes, and how the pages look and behave meanwhile. */
final class WebVisit implements AutoCloseable {
    private final RegistryReplica registry;
    private final Visitor visitor;
    private final Page page;
    private final PageWatch watch;

    WebVisit(Parts parts, RegistryReplica registry) {
        this.registry = registry;
        visitor = parts.chromium().visitor();
        page = visitor.page();
        watch = PageWatch.of(page);
    }

    Page page() {
        return page;
    }

    PageWatch watch() {
        return watch;
    }

    /** Signs in by the link of the page at this path, at Keycloak, and comes back to it. */
    WebVisit signIn(String person, String path) {
        visitor.open(registry.url(path));
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Sign in"))
                .first()
                .click();
        visitor.choose("Keycloak").atKeycloak(person);
        assertThat(page.locator(".shell-who")).containsText(person);
        watch.begin();
        return this;
    }

    WebVisit open(String path, String heading) {
        visitor.open(registry.url(path)).mustSee(heading);
        return this;
    }

    WebVisit mustSee(String heading) {
        visitor.mustSee(heading);
        return this;
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new GetByRoleOptions().setName(name).setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    /** A field of a form by its whole label. */
    Locator field(String label) {
        return page.getByLabel(Pattern.compile("^" + label.replaceAll("[^A-Za-z0-9 ]", "\\\\$0") + "( \\*)?$"))
                .and(page.locator("input, select, textarea"));
    }

    /** A table or another region by its label. */
    Locator region(String label) {
        return page.locator("section[aria-label='%s']".formatted(label));
    }

    /** Pictures in light and dark and on a phone, once everything is there; and what axe-core says of light and dark. */
    WebVisit look(String name) {
        assertThat(page.locator("[aria-busy=true]")).hasCount(0);
        waitForDialogs();
        watch.mustBeAccessible();
        visitor.pictures("web-" + name);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        watch.mustBeAccessible();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        watch.mustBeWhole();
        return this;
    }

    /** What fades in has other colours meanwhile, also before it begins to. */
    private void waitForDialogs() {
        page.waitForFunction("""
                () => [...document.querySelectorAll('[role=dialog]')].every(one => getComputedStyle(one).opacity === '1')
                    && document.getAnimations().every(one => one.playState !== 'running'
                        || one.effect.getComputedTiming().endTime === Infinity)
                """);
    }

    @Override
    public void close() {
        visitor.close();
    }
}
