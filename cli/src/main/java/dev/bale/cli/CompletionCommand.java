package dev.bale.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Prints what makes a shell complete commands. */
@Command(
        name = "completion",
        description = "Prints a script that makes bash or zsh complete commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(bale completion)                          for this shell",
            "  bale completion > ~/.local/share/bash-completion/completions/bale"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Bale bale;

    CompletionCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() {
        bale.console().out().print(AutoComplete.bash("bale", Main.commandLine(bale)));
        return ExitCode.OK;
    }
}
