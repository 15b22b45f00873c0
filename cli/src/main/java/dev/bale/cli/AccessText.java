package dev.bale.cli;

import dev.bale.client.registry.AccessCalls.Reach;
import dev.bale.client.registry.AccessCalls.Revoked;
import dev.bale.client.registry.Grant;
import java.util.ArrayList;
import java.util.List;

/** Grants and what they mean, as lines for people. */
final class AccessText {
    private AccessText() {}

    /** Such as {@code 17  anna  reader of team/sales//2026  until 2026-12-01T00:00:00Z  (reviewer)}. */
    static String grant(Grant grant) {
        StringBuilder line = new StringBuilder(grant.grant())
                .append("  ")
                .append(Words.printable(grant.principal().text()))
                .append("  ")
                .append(grant.role())
                .append(" of ")
                .append(Words.printable(grant.scope()));
        if (grant.expiresAt() != null) {
            line.append("  until ").append(grant.expiresAt());
        }
        if (grant.revokedAt() != null) {
            line.append("  revoked ").append(grant.revokedAt());
            if (grant.revokedBy() != null) {
                line.append(" by ").append(Words.printable(grant.revokedBy()));
            }
        }
        if (grant.note() != null) {
            line.append("  (").append(Words.printable(grant.note())).append(')');
        }
        return line.toString();
    }

    /** What an account may do with a package. */
    static String reach(Reach reach) {
        if (Boolean.TRUE.equals(reach.registryAdmin())) {
            return "all, as administrator";
        }
        if (reach.paths() != null) {
            return "reader of " + Words.printable(String.join(", ", reach.paths()));
        }
        return reach.role() == null ? "nothing" : reach.role();
    }

    /** What a revoke did, and what is left. */
    static List<String> revoked(Revoked revoked) {
        List<String> lines = new ArrayList<>();
        lines.add("Revoked " + Words.count(revoked.revoked(), "grant", "grants") + ".");
        lines.add(
                revoked.urlsExpireAt() == null
                        ? "No URL that was handed out by then is alive."
                        : "URLs that were handed out before may live until " + revoked.urlsExpireAt() + ".");
        if (revoked.stillBy() != null && !revoked.stillBy().isEmpty()) {
            lines.add("The account may still read by:");
            revoked.stillBy().forEach(grant -> lines.add("  " + grant(grant)));
        }
        if (Boolean.TRUE.equals(revoked.more())) {
            lines.add("There are more. Repeat the command.");
        }
        return lines;
    }
}
