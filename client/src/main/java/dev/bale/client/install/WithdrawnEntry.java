package dev.bale.client.install;

import dev.bale.client.ClientException;
import dev.bale.client.registry.HandOut;
import java.util.List;

/**
 * An entry that was withdrawn, and why.
 *
 * @param here whether a file of it, installed earlier, is in the target
 */
public record WithdrawnEntry(String path, String reason, String ticket, boolean here) {
    static WithdrawnEntry of(HandOut.Withdrawn entry) {
        return new WithdrawnEntry(entry.path(), entry.reason(), entry.ticket(), false);
    }

    WithdrawnEntry inTarget() {
        return new WithdrawnEntry(path, reason, ticket, true);
    }

    /** For people. */
    public String text() {
        return path + ": " + reason + " (" + ticket + ")" + (here ? "; the file that is here stays" : "");
    }

    ClientException refused() {
        return refused(List.of(this), "");
    }

    static ClientException refused(List<WithdrawnEntry> all, String more) {
        String what = all.size() == 1 ? "This file was" : "These " + all.size() + " files were";
        return new ClientException(
                ClientException.Kind.WITHDRAWN,
                what + " withdrawn, and the registry hands them out to nobody any more." + more,
                all.stream().map(WithdrawnEntry::text).toList(),
                null);
    }
}
