package dev.bale.registry.api.push;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.db.packages.VersionRepository;
import dev.bale.registry.db.packages.VersionRow;
import dev.bale.registry.db.push.PushRow;
import dev.bale.registry.db.withdrawals.WithdrawnRepository;
import dev.bale.registry.db.withdrawals.WithdrawnRepository.AtPath;
import dev.bale.registry.db.withdrawals.WithdrawnRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Refuses to publish what is withdrawn, in the commit's transaction: by then whoever publishes has shown to have the bytes, so that the
 * answer tells nobody of what he does not know.
 */
@ApplicationScoped
class WithdrawnAtCommit {
    private static final int NAMED = 20;

    private final WithdrawnRepository withdrawn;
    private final VersionRepository versions;

    WithdrawnAtCommit(WithdrawnRepository withdrawn, VersionRepository versions) {
        this.withdrawn = withdrawn;
        this.versions = versions;
    }

    /** Holds off withdrawals until the transaction ends; the first lock of a commit. */
    void holdOff() {
        withdrawn.holdOff();
    }

    /** @throws Conflict when the version that the push makes is withdrawn, or something in it */
    void check(PushRow push) {
        if (!withdrawn.any()) {
            return;
        }
        Sha256 topHash = Objects.requireNonNull(push.topHash());
        versions.withTopHash(push.packageId(), topHash).ifPresent(this::checkVersion);
        List<AtPath> found =
                withdrawn.inPreparedVersion(push.packageId(), Objects.requireNonNull(push.preparedLogId()), NAMED + 1);
        if (!found.isEmpty()) {
            WithdrawnRow why = found.getFirst().why();
            throw Conflict.withdrawn(named(found), why.reason(), why.ticket());
        }
    }

    /** @throws Conflict when the version is withdrawn as a whole */
    void checkVersion(VersionRow version) {
        Optional<WithdrawnRow> why = withdrawn.ofVersion(version.id());
        if (why.isPresent()) {
            throw Conflict.withdrawn(
                    "Version " + version.topHash(),
                    why.get().reason(),
                    why.get().ticket());
        }
    }

    private static String named(List<AtPath> found) {
        String paths = found.stream().limit(NAMED).map(AtPath::path).collect(Collectors.joining(", "));
        return found.size() > NAMED ? paths + " and more" : paths;
    }
}
