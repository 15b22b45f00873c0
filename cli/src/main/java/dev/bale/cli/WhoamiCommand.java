package dev.bale.cli;

import dev.bale.client.registry.Account;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Tells who is signed in. */
@Command(
        name = "whoami",
        description = "Tells which account the registry sees.",
        footerHeading = "%nExamples:%n",
        footer = {"  bale whoami", "  BALE_TOKEN=... bale whoami --json"})
final class WhoamiCommand implements Callable<Integer> {
    private final Bale bale;

    WhoamiCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        return bale.withClient(client -> {
            Account account = client.sessions().whoami();
            if (bale.json()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("registry", client.registry().toString());
                result.put("account", account.name());
                result.put("kind", account.kind());
                result.put("admin", account.admin());
                result.put("auditor", account.auditor());
                bale.console().json(result);
            } else {
                String rights = (account.admin() ? ", admin" : "") + (account.auditor() ? ", auditor" : "");
                bale.console()
                        .line(Words.printable(account.name()) + " (" + account.kind() + rights + ") at "
                                + client.registry());
            }
            return ExitCode.OK;
        });
    }
}
