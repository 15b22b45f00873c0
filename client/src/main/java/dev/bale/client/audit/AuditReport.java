package dev.bale.client.audit;

import dev.bale.manifest.audit.Head;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What verifying an export found.
 *
 * @param unsealed events that are too new to be sealed
 * @param erased events whose personal fields were erased, and an event tells of it
 * @param dropped events whose month was dropped, and an event tells of it
 * @param savedHeads saved heads that the history begins with
 * @param end the newest head
 * @param keysNamed whether the keys came from elsewhere than the file itself
 * @param notes erasures, dropped months and epochs
 * @param findings the first of them
 * @param found how many there are
 */
public record AuditReport(
        long leaves,
        long heads,
        long unsealed,
        long erased,
        long dropped,
        int savedHeads,
        @Nullable Head end,
        boolean keysNamed,
        List<String> notes,
        List<Finding> findings,
        long found) {
    /** Copies. */
    public AuditReport {
        notes = List.copyOf(notes);
        findings = List.copyOf(findings);
    }

    /** Whether everything is as it was sealed. */
    public boolean isRight() {
        return found == 0;
    }
}
