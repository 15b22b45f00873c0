package dev.bale.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Pauses;
import dev.bale.embedded.programs.Running;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code bale login} that waits for somebody to confirm its code in a browser. */
final class DeviceLogin {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Pattern CODE = Pattern.compile("Your code is ([A-Z0-9]{4}-[A-Z0-9]{4})\\.");
    private static final Pattern PAGE = Pattern.compile("(http://\\S+)\n");

    private final Running program;
    private final String code;
    private final URI page;

    private DeviceLogin(Running program, String code, URI page) {
        this.program = program;
        this.code = code;
        this.page = page;
    }

    static DeviceLogin begin(Bale bale) {
        Running program = bale.start("login", "--no-browser");
        Pauses.until(
                "bale login shows a code and a page",
                LONGEST,
                () -> !program.isAlive() || PAGE.matcher(program.saidSoFar()).find());
        if (!program.isAlive()) {
            program.await(LONGEST).mustExit(0);
        }
        String said = program.saidSoFar();
        return new DeviceLogin(program, find(CODE, said), URI.create(find(PAGE, said)));
    }

    private static String find(Pattern pattern, String said) {
        Matcher matcher = pattern.matcher(said);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + said);
        }
        return matcher.group(1);
    }

    String code() {
        return code;
    }

    URI page() {
        return page;
    }

    /** Compares the code on the page with the program's, and confirms. */
    DeviceLogin confirm(Visitor visitor) {
        assertThat(visitor.page().locator("p.code")).hasText(code);
        visitor.button("The codes match").click();
        visitor.mustSee("The program is signed in");
        return this;
    }

    DeviceLogin deny(Visitor visitor) {
        visitor.button("Deny").click();
        return this;
    }

    Running.Finished await() {
        return program.await(LONGEST);
    }
}
