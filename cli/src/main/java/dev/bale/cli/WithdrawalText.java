package dev.bale.cli;

import dev.bale.client.registry.WithdrawalCalls.Deletion;
import dev.bale.client.registry.WithdrawalCalls.Effect;
import dev.bale.client.registry.WithdrawalCalls.Withdrawal;
import org.jspecify.annotations.Nullable;

/** Withdrawals as people read them. */
final class WithdrawalText {
    private WithdrawalText() {}

    /** What is withdrawn: a file of a package, a version, or bytes. */
    static String what(
            @Nullable String name, @Nullable String version, @Nullable String path, @Nullable String sha256) {
        if (name == null) {
            return String.valueOf(sha256);
        }
        return path == null ? name + "@" + String.valueOf(version).replace("sha256:", "") : name + "//" + path;
    }

    static String what(Withdrawal one) {
        return what(one.name(), one.version(), one.path(), one.sha256());
    }

    static void effect(Console console, Effect effect) {
        if (effect.people() != null) {
            console.line("  " + Words.count(effect.people(), "account", "accounts") + " published it or had it");
        }
        if (effect.fragments() != null) {
            console.line("  of its " + Words.count(effect.fragments(), "fragment", "fragments") + ", "
                    + (effect.fragmentsElsewhere() == null ? 0 : effect.fragmentsElsewhere())
                    + " are in other versions as well and stay available there");
            return;
        }
        console.line(
                effect.paths() == 0
                        ? "  nothing in this registry holds it; it is banned ahead"
                        : "  it lies at " + Words.count(effect.paths(), "path", "paths") + " of "
                                + Words.count(effect.packages(), "package", "packages") + ", in "
                                + Words.count(effect.versions(), "version", "versions"));
        effect.others().forEach(other -> console.line("  also at " + Words.printable(other)));
        if (effect.sharedFragments() > 0) {
            console.line("  " + Words.count(effect.sharedFragments(), "fragment", "fragments")
                    + " of it are used by other files (with --shared these are withdrawn, too):");
            effect.sharedWith().forEach(other -> console.line("    " + Words.printable(other)));
        }
    }

    static void print(Console console, Withdrawal one) {
        console.line(
                one.withdrawal() + "  " + Words.printable(what(one)) + (one.liftedAt() == null ? "" : "  (lifted)"));
        console.line("    " + Words.printable(one.reason()) + " (" + Words.printable(one.ticket()) + "), "
                + one.madeAt() + " by " + one.madeBy());
        console.line("    recall: " + recall(one)
                + (one.deletion() == null ? "" : "; deletion: " + deletion(one.deletion())));
    }

    /** Tells how a withdrawal stands after a command. */
    static int show(Bale bale, Withdrawal one) {
        if (bale.json()) {
            bale.console().json(one);
        } else {
            print(bale.console(), one);
        }
        return ExitCode.OK;
    }

    static String recall(Withdrawal one) {
        return (one.recall().listed() ? "" : "still being listed, so far ")
                + one.recall().acknowledged() + " of " + one.recall().people() + " acknowledged";
    }

    private static String deletion(Deletion deletion) {
        if (deletion.deletedAt() != null) {
            return "done " + deletion.deletedAt();
        }
        if (deletion.begunAt() != null) {
            return "begun " + deletion.begunAt();
        }
        return "asked for by " + deletion.askedBy()
                + (deletion.confirmedAt() == null
                        ? ", to be confirmed by another administrator"
                        : ", confirmed by " + deletion.confirmedBy())
                + ", not before " + deletion.dueAt();
    }
}
