package dev.bale.cli;

import dev.bale.client.ClientException;
import java.util.Locale;

/** Asks the person at the terminal before something happens that many will notice. */
final class Confirm {
    private Confirm() {}

    /** Comes back on yes; where nobody can be asked, that is no. */
    // The launcher asks for the plain console of the JDK, which is null where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    static void ask(Bale bale, String question) {
        bale.console().flush();
        java.io.Console terminal = System.console();
        String answer = terminal == null ? null : terminal.readLine("%s [y/N] ", question);
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new ClientException(ClientException.Kind.INVALID, "Nothing was changed. Confirm it, or add --yes.");
        }
    }
}
