package dev.bale.cli;

import dev.bale.client.install.ResolvedVersion;
import dev.bale.client.registry.WithdrawalCalls;
import dev.bale.client.registry.WithdrawalCalls.Made;
import dev.bale.client.registry.WithdrawalCalls.Target;
import dev.bale.manifest.Reference;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Withdraws. */
@Command(
        name = "withdraw",
        description = {
            "Withdraws a file of a package, a version, or bytes by their SHA-256: nobody is handed it any more. For",
            "administrators. Shows what that affects and asks first. A file is withdrawn wherever it lies; what a version",
            "shares with other versions stays available through them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale audit withdraw team/sales//customers.csv --reason 'names of customers' --ticket PRIV-17",
            "  bale audit withdraw team/sales@3fa9c1 --reason 'wrong run' --ticket OPS-4 --yes",
            "  bale audit withdraw ./customers.csv --reason 'names of customers' --ticket PRIV-17",
            "  bale audit withdraw sha256:9f86d08… --reason 'names of customers' --ticket PRIV-17"
        })
final class WithdrawCommand implements Callable<Integer> {
    private final Bale bale;

    @Parameters(paramLabel = "WHAT", description = "A SHA-256, a file here, a reference with //path, or a reference.")
    private String what = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Shown to everybody who meets it.")
    private String reason = "";

    @Option(names = "--ticket", required = true, paramLabel = "TEXT", description = "Where it is dealt with.")
    private String ticket = "";

    @Option(names = "--shared", description = "Of a file: also those of its fragments that other files use.")
    private boolean shared;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    WithdrawCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        Target target = target(what, shared);
        if (!yes) {
            WithdrawalCalls.Effect effect =
                    bale.withClient(client -> client.withdrawals().preview(target));
            bale.console().line("Withdrawing " + Words.printable(what) + ":");
            WithdrawalText.effect(bale.console(), effect);
            Confirm.ask(bale, "Withdraw it?");
        }
        Made made = bale.withClient(client -> client.withdrawals().withdraw(target, reason, ticket));
        if (bale.json()) {
            bale.console().json(made);
            return ExitCode.OK;
        }
        bale.console()
                .line("Withdrawn as " + made.withdrawal().withdrawal() + ": "
                        + Words.printable(WithdrawalText.what(made.withdrawal())));
        WithdrawalText.effect(bale.console(), made.effect());
        bale.console()
                .line(
                        made.urlsExpireAt() == null
                                ? "  no URL that was handed out before is alive"
                                : "  URLs that were handed out before may live until " + made.urlsExpireAt());
        return ExitCode.OK;
    }

    private static Target target(String what, boolean shared) throws IOException {
        if (BytesNamed.isOne(what)) {
            return new Target(BytesNamed.of(what).toString(), null, null, null, false);
        }
        Reference reference = Bale.reference(what);
        String version = ResolvedVersion.wire(reference.selector());
        return new Target(
                null,
                reference.packageName().toString(),
                version,
                reference.path().map(Object::toString).orElse(null),
                shared);
    }
}
