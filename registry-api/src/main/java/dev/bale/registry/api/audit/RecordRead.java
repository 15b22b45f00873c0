package dev.bale.registry.api.audit;

import dev.bale.registry.api.access.Caller.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Records that somebody read of a package, before he is answered. Reading lists names and hashes; bytes go by hand-outs alone. */
@ApplicationScoped
public class RecordRead {
    private final RecordOnce recordOnce;

    RecordRead(RecordOnce recordOnce) {
        this.recordOnce = recordOnce;
    }

    /** Of a version, or of the package where that is null; allowed by this grant. */
    public void of(Principal who, long inPackage, @Nullable Long version, String grant) {
        Event read = Event.of("read").by(who).in(inPackage, grant);
        recordOnce.record(who, version == null ? read : read.version(version, null), inPackage + " " + version);
    }

    /** A list over packages. What was searched for is nowhere. */
    public void ofList(Principal who) {
        recordOnce.record(who, Event.of("search").by(who), "packages");
    }
}
