package dev.bale.registry.api.withdrawals;

import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.PackageName;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.View;
import dev.bale.registry.api.packages.Fragment;
import dev.bale.registry.api.packages.FragmentLists;
import dev.bale.registry.api.packages.ResolveReference;
import dev.bale.registry.api.packages.VersionPages;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.VersionRow;
import dev.bale.registry.db.withdrawals.AffectedRepository;
import dev.bale.registry.db.withdrawals.WithdrawalRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what somebody means to withdraw, and which bytes that covers. */
@ApplicationScoped
class FindTarget {
    /** Fragments asked about at a time. */
    private static final int BATCH = 10_000;

    private final Access access;
    private final ResolveReference resolveReference;
    private final VersionPages pages;
    private final FragmentLists fragmentLists;
    private final AffectedRepository affected;

    FindTarget(
            Access access,
            ResolveReference resolveReference,
            VersionPages pages,
            FragmentLists fragmentLists,
            AffectedRepository affected) {
        this.access = access;
        this.resolveReference = resolveReference;
        this.pages = pages;
        this.fragmentLists = fragmentLists;
        this.affected = affected;
    }

    /**
     * What is to be withdrawn.
     *
     * @param covered fragments and whole files; none of a version
     * @param sharedFragments of an entry that other files use, covered or not
     */
    record Target(WithdrawalRepository.Target row, Set<Sha256> covered, Set<Sha256> sharedFragments) {}

    /**
     * The target.
     *
     * @throws Invalid when the request names none, or more than one
     * @throws NotFound when there is no such package, version or entry; a hash that nobody ever saw is as good as any
     */
    Target find(Principal principal, WithdrawalRequest.What what) {
        String hash = what.sha256();
        String inPackageNamed = what.inPackage();
        String reference = what.version();
        if (hash != null && inPackageNamed == null && reference == null && what.path() == null) {
            Sha256 sha256 = Sha256.parse(hash);
            return new Target(row("fragment", null, null, sha256, false), Set.of(sha256), Set.of());
        }
        if (hash != null || inPackageNamed == null || reference == null) {
            throw new Invalid("Name what to withdraw: `sha256`; or `package` and `version`, and a `path` in it.");
        }
        PackageName name = PackageName.parse(inPackageNamed);
        return QuarkusTransaction.requiringNew().timeout(300).call(() -> {
            PackageRow inPackage =
                    access.readable(principal, name.namespace(), name.name()).inPackage();
            VersionRow version = resolveReference.resolve(inPackage, reference);
            String path = what.path();
            return path == null
                    ? new Target(
                            new WithdrawalRepository.Target("version", inPackage.id(), version.id(), null, null, false),
                            Set.of(),
                            Set.of())
                    : entry(inPackage, version, EntryPath.of(path), Boolean.TRUE.equals(what.shared()));
        });
    }

    private Target entry(PackageRow inPackage, VersionRow version, EntryPath path, boolean shared) {
        Entry entry = pages.readable(version, View.WHOLE)
                .lookup(path)
                .orElseThrow(() -> new NotFound("There is no such file in this version. List its folder: `bale ls`."))
                .entry();
        Set<Sha256> fragments = new LinkedHashSet<>();
        Iterator<Fragment> all = fragmentLists.of(entry);
        while (all.hasNext()) {
            fragments.add(all.next().sha256());
        }
        Set<Sha256> elsewhere = fragments.size() == 1 && fragments.contains(entry.sha256())
                ? Set.of()
                : usedElsewhere(entry.sha256(), fragments);
        Set<Sha256> covered = new LinkedHashSet<>(fragments);
        if (!shared) {
            covered.removeAll(elsewhere);
        }
        covered.add(entry.sha256());
        return new Target(row("entry", inPackage.id(), path.toString(), entry.sha256(), shared), covered, elsewhere);
    }

    private Set<Sha256> usedElsewhere(Sha256 whole, Set<Sha256> fragments) {
        Set<Sha256> elsewhere = new HashSet<>();
        List<Sha256> list = new ArrayList<>(fragments);
        for (int from = 0; from < list.size(); from += BATCH) {
            elsewhere.addAll(affected.usedElsewhere(whole, list.subList(from, Math.min(from + BATCH, list.size()))));
        }
        return elsewhere;
    }

    private static WithdrawalRepository.Target row(
            String kind, @Nullable Long packageId, @Nullable String path, Sha256 sha256, boolean shared) {
        return new WithdrawalRepository.Target(kind, packageId, null, path, sha256, shared);
    }
}
