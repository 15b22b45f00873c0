package dev.bale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import dev.bale.embedded.programs.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a page does behind its face: what it asks for, what breaks, and what a browser forbids it. */
final class PageWatch {
    private static final Path AXE = Checkout.ROOT.resolve("web/node_modules/axe-core/axe.min.js");

    private final Page page;
    private final List<String> broken = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private PageWatch(Page page) {
        this.page = page;
    }

    static PageWatch of(Page page) {
        PageWatch watch = new PageWatch(page);
        page.onPageError(watch.broken::add);
        page.onDialog(dialog -> {
            watch.broken.add("a dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                watch.broken.add(message.text());
            }
        });
        page.onRequest(watch.requests::add);
        return watch;
    }

    /** What was before, such as a provider's own pages, does not count. */
    void begin() {
        broken.clear();
        requests.clear();
    }

    /** All that was asked for. */
    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Nothing broke, no script of somebody else's ran, and the Content-Security-Policy had nothing to forbid. */
    PageWatch mustBeWhole() {
        assertThat(broken).isEmpty();
        return this;
    }

    /** Whatever was asked for was asked of these. */
    PageWatch mustHaveAskedOnly(String... origins) {
        assertThat(requests)
                .extracting(Request::url)
                .isNotEmpty()
                .allMatch(url -> List.of(origins).stream().anyMatch(origin -> url.startsWith(origin + "/")));
        return this;
    }

    /** No request carried this text. */
    PageWatch mustHaveSentNothingOf(String text) {
        assertThat(requests)
                .extracting(Request::postData)
                .filteredOn(Objects::nonNull)
                .noneMatch(body -> body.contains(text));
        return this;
    }

    /** No serious finding of axe-core. */
    PageWatch mustBeAccessible() {
        try {
            page.evaluate(Files.readString(AXE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Object found = page.evaluate("""
                () => axe.run().then(result => result.violations
                    .filter(violation => ['serious', 'critical'].includes(violation.impact))
                    .map(violation => violation.id + ': ' + violation.nodes.map(node => node.target.join(' ')).join(', '))
                    .join('\\n'))
                """);
        assertThat(found).as("what axe-core finds at %s", page.url()).isEqualTo("");
        return this;
    }
}
