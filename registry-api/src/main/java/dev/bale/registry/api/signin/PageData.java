package dev.bale.registry.api.signin;

import org.jspecify.annotations.Nullable;

/** What the pages show. */
public final class PageData {
    private PageData() {}

    /**
     * What every page has: its title, and the account with a button to sign out where somebody is signed in.
     *
     * @param formToken what forms of this browser must carry
     */
    public record Frame(String title, @Nullable String account, String formToken) {}

    /** A provider to sign in with. */
    public record Button(String href, String label) {}

    /** A form to sign in with. */
    public record SignIn(
            boolean local, String returnTo, @Nullable String error) {}

    /** Something to read and where to go on. */
    public record Message(
            String heading, String text, @Nullable String requestId, String href, String label) {}

    /** A program that waits. */
    public record Waiting(String code, String client, String address, String since, boolean sameAddress) {}
}
