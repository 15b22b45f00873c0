package dev.bale.registry.api.push;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.Decision;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.registry.RegistryConfig;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.push.PushContentRepository;
import dev.bale.registry.db.push.PushContentRepository.Counts;
import dev.bale.registry.db.push.PushRepository;
import dev.bale.registry.db.push.PushRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds a push of the caller's own, and tells how it stands. */
@ApplicationScoped
public class FindPush {
    private final NamespaceRepository namespaces;
    private final PackageRepository packages;
    private final PushRepository pushes;
    private final PushContentRepository content;
    private final Access access;
    private final RegistryConfig config;
    private final Clock clock;

    FindPush(
            NamespaceRepository namespaces,
            PackageRepository packages,
            PushRepository pushes,
            PushContentRepository content,
            Access access,
            RegistryConfig config,
            Clock clock) {
        this.namespaces = namespaces;
        this.packages = packages;
        this.pushes = pushes;
        this.content = content;
        this.access = access;
        this.config = config;
        this.clock = clock;
    }

    /** A push with its package. */
    public record Found(PackageRow inPackage, PushRow push) {}

    /** The same, with the grant by which the caller may publish there, under the locks of {@link Access#holdMayPublish}. */
    public record Held(Found found, Decision decision) {}

    /**
     * The push, in any state.
     *
     * @throws NotFound when the caller has no such push there, or may not publish there any more
     */
    @Transactional
    public Found any(Principal principal, PushName name) {
        PackageRow inPackage = inPackage(name);
        NamespaceRow namespace = namespace(inPackage, name);
        if (!access.mayPublish(principal, namespace, inPackage, inPackage.name())
                .allowed()) {
            throw unknown(name);
        }
        return new Found(inPackage, push(principal, inPackage, name));
    }

    /**
     * Like {@link #any}, while nobody can take away the right to publish there until the running transaction ends.
     *
     * @throws NotFound when the caller has no such push there, or may not publish there any more
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Held hold(Principal principal, PushName name) {
        PackageRow inPackage = inPackage(name);
        Decision decision = access.holdMayPublish(principal, namespace(inPackage, name), inPackage, inPackage.name());
        if (!decision.allowed()) {
            throw unknown(name);
        }
        return new Held(new Found(inPackage, push(principal, inPackage, name)), decision);
    }

    private PackageRow inPackage(PushName name) {
        return packages.named(name.namespace(), name.name()).orElseThrow(() -> unknown(name));
    }

    private NamespaceRow namespace(PackageRow inPackage, PushName name) {
        return namespaces.named(inPackage.namespace()).orElseThrow(() -> unknown(name));
    }

    private PushRow push(Principal principal, PackageRow inPackage, PushName name) {
        return pushes.find(inPackage.id(), principal.accountId(), name.id())
                .filter(found -> coversBases(principal, found))
                .orElseThrow(() -> unknown(name));
    }

    /**
     * The push, while it is open; this counts as activity. It stays open until the running transaction ends, so that nothing is
     * added to a push that was cleaned up already.
     *
     * @throws Conflict when it has ended
     */
    @Transactional
    public Found open(Principal principal, PushName name) {
        Found found = any(principal, name);
        PushRow push = pushes.lock(found.push().id());
        if (!push.state().equals("open")) {
            throw closed(push);
        }
        pushes.touch(push.id(), clock.instant());
        return new Found(found.inPackage(), push);
    }

    /** How the push stands. */
    @Transactional
    public PushView view(PushRow push) {
        Counts counts = content.counts(push.id());
        return new PushView(
                push.clientId(),
                push.state(),
                push.topHash() == null ? null : push.topHash().toString(),
                rootWanted(push),
                counts.wantedPages(),
                counts.wantedMetadata(),
                counts.wantedFragments(),
                counts.pinnedFragments(),
                counts.pinnedBytes(),
                push.lastActivityAt().plus(config.pushIdle()));
    }

    /** A token must not learn by somebody's wider push what lies in packages that it is not for. */
    private boolean coversBases(Principal principal, PushRow push) {
        return principal.limits().patterns().isEmpty()
                || packages.ofBases(push.id()).stream()
                        .allMatch(base -> principal.limits().covers(base.namespace(), base.name()));
    }

    static Conflict closed(PushRow push) {
        return Conflict.pushClosed("This push is " + push.state() + ". Begin a new one.");
    }

    private @Nullable Boolean rootWanted(PushRow push) {
        if (push.document() == null) {
            return null;
        }
        Sha256 root = dev.bale.manifest.VersionDocument.parse(push.document()).root();
        return content.pages(push.id(), Set.of(root)).values().stream()
                .anyMatch(page -> page.state().equals("wanted"));
    }

    private static NotFound unknown(PushName name) {
        return NotFound.ofInvisible(
                "You have no push " + name.id() + " in " + name.namespace() + "/" + name.name() + ".");
    }
}
