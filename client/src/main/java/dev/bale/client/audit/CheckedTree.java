package dev.bale.client.audit;

import dev.bale.client.audit.Finding.Kind;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.audit.GrowingTree;
import dev.bale.manifest.audit.Head;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes the tree from the leaves and compares it with every head, and with those that were saved elsewhere. */
final class CheckedTree {
    /** Stands in for a leaf without a hash, so that no root fits. */
    private static final Sha256 NO_HASH = Sha256.of();

    private final Findings findings;
    private final CheckedEvents events;
    private final Map<String, PublicKey> keys;
    private final List<Head> toMeet;
    private final GrowingTree tree = new GrowingTree();
    private final List<Head> saved;
    private int met;
    private long headLines;
    private @Nullable Head last;

    /** Why the tree cannot be computed any further. */
    private boolean broken;

    /** Roots differ from here on. */
    private boolean differs;

    CheckedTree(Findings findings, CheckedEvents events, Map<String, PublicKey> keys, List<Head> saved) {
        this.findings = findings;
        this.events = events;
        this.keys = keys;
        this.toMeet = new ArrayList<>(saved);
        this.saved = saved;
        saved.forEach(head -> checkSignature(head, "The saved head " + head.number()));
    }

    long leaves() {
        return tree.size();
    }

    long heads() {
        return headLines;
    }

    void leaf(ExportedEvent event) {
        long number = event.leaf() == null ? -1 : event.leaf();
        if (!broken && number != tree.size()) {
            broken = true;
            if (number > tree.size()) {
                findings.add(
                        Kind.MISSING,
                        tree.size(),
                        null,
                        "Leaves " + tree.size() + " to " + (number - 1)
                                + " are missing. What follows cannot be compared with the heads.");
            } else {
                findings.add(
                        Kind.REORDERED,
                        number,
                        event.id(),
                        "Leaf " + number + " stands where leaf " + tree.size() + " belongs.");
            }
        }
        if (!broken) {
            tree.append(event.hash().orElse(NO_HASH), (level, index, hash) -> {});
            meet();
        }
    }

    /** Compares with the heads that were saved at this size. */
    private void meet() {
        for (Head head : List.copyOf(toMeet)) {
            if (head.size() == tree.size()) {
                toMeet.remove(head);
                if (tree.root().equals(head.root())) {
                    met++;
                } else {
                    findings.add(
                            Kind.HISTORY,
                            null,
                            null,
                            "The first " + head.size() + " leaves are not those that the saved head " + head.number()
                                    + " was signed over at " + head.at()
                                    + ": the history was written and sealed anew.");
                }
            }
        }
    }

    void head(Head head) {
        headLines++;
        long due = last == null ? 0 : last.number() + 1;
        if (head.number() != due) {
            findings.add(
                    Kind.HEAD,
                    null,
                    null,
                    head.number() > due
                            ? "Heads " + due + " to " + (head.number() - 1) + " are missing."
                            : "Head " + head.number() + " stands where head " + due + " belongs.");
        }
        if (checkSignature(head, "Head " + head.number())) {
            checkOrder(head);
            checkRoot(head);
        }
        events.head(head);
        last = head;
    }

    private boolean checkSignature(Head head, String name) {
        PublicKey key = keys.get(head.key());
        if (key == null) {
            findings.add(
                    Kind.HEAD, null, null, name + " is signed with a key that you did not name: " + head.key() + ".");
            return false;
        }
        if (!head.isSignedBy(key)) {
            findings.add(Kind.HEAD, null, null, name + " was edited: its signature does not fit.");
            return false;
        }
        return true;
    }

    private void checkOrder(Head head) {
        Head before = last;
        if (before != null
                && (head.size() <= before.size()
                        || head.epoch() < before.epoch()
                        || !head.log().equals(before.log()))) {
            findings.add(
                    Kind.HEAD,
                    null,
                    null,
                    "Head " + head.number() + " does not go on from head " + before.number()
                            + ": it is of another trail, an earlier epoch, or no larger tree.");
        }
    }

    private void checkRoot(Head head) {
        if (broken || differs || (head.size() == tree.size() && head.root().equals(tree.root()))) {
            return;
        }
        // Every later root differs, too.
        differs = true;
        long from = last == null ? 0 : last.size();
        findings.add(
                Kind.EDITED,
                from,
                null,
                "Leaves " + from + " to " + (tree.size() - 1) + " are not those that head " + head.number()
                        + " was signed over at " + head.at()
                        + ": some were edited, reordered, removed or added. Later heads cannot be compared.");
    }

    /** Compares the end with what was read, and returns how many saved heads the history begins with. */
    int finish(@Nullable Head end) {
        Head newest = last;
        if (end != null && (newest == null || !newest.text().equals(end.text()))) {
            findings.add(Kind.HEAD, null, null, "Head " + end.number() + ", the newest, is not among the heads.");
        }
        if (!broken && newest != null && tree.size() > newest.size()) {
            findings.add(
                    Kind.INVENTED,
                    newest.size(),
                    null,
                    "Leaves " + newest.size() + " to " + (tree.size() - 1) + " are under no head: nobody signed them.");
        }
        for (Head head : toMeet) {
            findings.add(
                    Kind.CUT,
                    null,
                    null,
                    "The saved head " + head.number() + " is over " + head.size() + " leaves and here are "
                            + tree.size()
                            + (broken ? " before the first gap." : ": the tail was cut off.")
                            + (end != null && end.epoch() > head.epoch()
                                    ? " Since then epoch " + end.epoch()
                                            + " began: the database was restored or promoted, and lost what came after that backup."
                                    : ""));
        }
        for (Head head : saved) {
            if (end != null && !head.log().equals(end.log())) {
                findings.add(
                        Kind.HISTORY,
                        null,
                        null,
                        "The saved head " + head.number() + " is of another trail: " + head.log() + ".");
            }
        }
        return met;
    }
}
