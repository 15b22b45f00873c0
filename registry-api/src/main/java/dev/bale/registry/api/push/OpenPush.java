package dev.bale.registry.api.push;

import dev.bale.manifest.Expectation;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.PackageName;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.Tag;
import dev.bale.manifest.VersionDocument;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.stores.Stores;
import dev.bale.registry.api.teams.MakeTeam;
import dev.bale.registry.api.teams.Quotas;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.VersionRepository;
import dev.bale.registry.db.packages.VersionRow;
import dev.bale.registry.db.push.PushContentRepository;
import dev.bale.registry.db.push.PushContentRepository.PageRow;
import dev.bale.registry.db.push.PushRepository;
import dev.bale.registry.db.push.PushRepository.NewPush;
import dev.bale.registry.db.push.PushRow;
import dev.bale.registry.db.stores.InPlaceRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens a push, or finds it again: repeating the request that opened it is how a client resumes. */
@ApplicationScoped
public class OpenPush {
    private static final String NO_PARENT = "none";

    private final NamespaceRepository namespaces;
    private final PackageRepository packages;
    private final VersionRepository versions;
    private final PushRepository pushes;
    private final PushContentRepository content;
    private final InPlaceRepository inPlace;
    private final FindPush findPush;
    private final BaseTrees baseTrees;
    private final Access access;
    private final MakeTeam makeTeam;
    private final Quotas quotas;
    private final Stores stores;
    private final Clock clock;

    OpenPush(
            NamespaceRepository namespaces,
            PackageRepository packages,
            VersionRepository versions,
            PushRepository pushes,
            PushContentRepository content,
            InPlaceRepository inPlace,
            FindPush findPush,
            BaseTrees baseTrees,
            Access access,
            MakeTeam makeTeam,
            Quotas quotas,
            Stores stores,
            Clock clock) {
        this.namespaces = namespaces;
        this.packages = packages;
        this.versions = versions;
        this.pushes = pushes;
        this.content = content;
        this.inPlace = inPlace;
        this.findPush = findPush;
        this.baseTrees = baseTrees;
        this.access = access;
        this.makeTeam = makeTeam;
        this.quotas = quotas;
        this.stores = stores;
        this.clock = clock;
    }

    /** The push, and whether this request opened it. */
    public record Opened(PushView push, boolean isNew) {}

    /**
     * Opens or finds the push.
     *
     * @throws Conflict when the id was used with another request, or the expected parent is not the newest version
     */
    @Transactional
    public Opened open(Principal principal, PushName name, PushRequest request) {
        Instant now = clock.instant();
        PackageRow inPackage = packageFor(principal, name, now);
        NewPush asked = check(principal, name, inPackage, request);
        boolean isNew = pushes.open(asked, now);
        PushRow push =
                pushes.find(inPackage.id(), principal.accountId(), name.id()).orElseThrow();
        if (!push.requestHash().equals(asked.requestHash())) {
            throw Conflict.pushConflict("Push id " + name.id() + " was opened with another content. Make a new id.");
        }
        if (isNew) {
            ExpectedParent.of(push).check(head(inPackage));
            addBases(principal, push, inPackage, request);
            wantRoot(push);
        } else if (push.state().equals("open")) {
            pushes.touch(push.id(), now);
        }
        return new Opened(findPush.view(push), isNew);
    }

    private PackageRow packageFor(Principal principal, PushName name, Instant now) {
        Optional<PackageRow> existing = packages.named(name.namespace(), name.name());
        NamespaceRow namespace = namespaces
                .named(existing.map(PackageRow::namespace).orElse(name.namespace()))
                .or(() -> makeNamespace(principal, name, now))
                .filter(found -> access.mayPublish(
                                principal,
                                found,
                                existing.orElse(null),
                                existing.map(PackageRow::name).orElse(name.name()))
                        .allowed())
                .orElseThrow(() -> new NotFound("There is no package " + name.namespace() + "/" + name.name()
                        + " that you may publish. Your own namespace is " + principal.name() + "/."));
        if (existing.isEmpty() || existing.get().headLogId() == null) {
            quotas.checkPackage(namespace.id(), namespace.name());
        }
        return existing.orElseGet(() -> {
            packages.create(namespace.id(), name.name(), now);
            return packages.named(name.namespace(), name.name()).orElseThrow();
        });
    }

    /** Undone with the transaction where the caller may not publish in it after all. */
    private Optional<NamespaceRow> makeNamespace(Principal principal, PushName push, Instant now) {
        String name = push.namespace();
        if (name.equals(principal.name())) {
            namespaces.create(name, "person", principal.accountId(), stores.defaultStoreId(), now);
        } else if (principal.admin() && principal.limits().covers(name, push.name())) {
            makeTeam.make(principal, name, now);
        }
        return namespaces.named(name);
    }

    private static NewPush check(Principal principal, PushName name, PackageRow inPackage, PushRequest request) {
        if ((request.topHash() == null) != (request.document() == null)) {
            throw new Invalid("Send top_hash and document together, or neither for a patch push.");
        }
        if (request.document() == null && request.expectedParent() == null) {
            throw new Invalid("A patch needs expected_parent: the top hash it changes, or `none` for a new package.");
        }
        Sha256 topHash = request.topHash() == null ? null : Sha256.parse(request.topHash());
        byte[] document = request.document() == null ? null : request.document().getBytes(StandardCharsets.UTF_8);
        if (document != null
                && !Objects.equals(topHash, VersionDocument.parse(document).topHash())) {
            throw new InvalidManifest(
                    InvalidManifest.Code.NAME, "top_hash is not the SHA-256 of the version document that came with it");
        }
        Tag tag = request.tag() == null ? Tag.LATEST : new Tag(request.tag());
        return new NewPush(
                name.id(),
                inPackage.id(),
                principal.accountId(),
                document == null ? "patch" : "pages",
                request.hash(),
                topHash,
                document,
                request.expectedParent() != null,
                expectedParent(request.expectedParent()),
                request.message(),
                tag.text());
    }

    private static @Nullable Sha256 expectedParent(@Nullable String text) {
        return text == null || text.equals(NO_PARENT) ? null : Sha256.parse(text);
    }

    private @Nullable Sha256 head(PackageRow inPackage) {
        return inPackage.headLogId() == null
                ? null
                : versions.atLog(inPackage.headLogId()).topHash();
    }

    private void addBases(Principal principal, PushRow push, PackageRow inPackage, PushRequest request) {
        if (inPackage.headLogId() != null) {
            Sha256 newest = versions.atLog(inPackage.headLogId()).topHash();
            versions.withTopHash(inPackage.id(), newest)
                    .ifPresent(undeleted -> pushes.addBase(push.id(), undeleted.id()));
        }
        for (PushRequest.Base base : request.bases() == null ? List.<PushRequest.Base>of() : request.bases()) {
            readableBase(principal, base, inPackage).ifPresent(version -> pushes.addBase(push.id(), version.id()));
        }
    }

    /** Bases that the caller may not read are passed over in silence: saying so would tell that they exist. */
    private Optional<VersionRow> readableBase(Principal principal, PushRequest.Base base, PackageRow inPackage) {
        PackageName name = PackageName.parse(base.inPackage());
        Sha256 topHash = Sha256.parse(base.topHash());
        return packages.named(name.namespace(), name.name())
                .filter(found -> access.mayReadWhole(principal, found))
                .filter(found -> servesAsWell(found, inPackage))
                .flatMap(found -> versions.withTopHash(found.id(), topHash));
    }

    /** Whether all bytes of the one package are held for the other: whole pages are skipped, without a look at their fragments. */
    private boolean servesAsWell(PackageRow base, PackageRow inPackage) {
        return base.storeId() == inPackage.storeId()
                && (base.namespace().equals(inPackage.namespace()) || !inPlace.anyFor(base.id()));
    }

    private void wantRoot(PushRow push) {
        if (push.document() == null) {
            return;
        }
        Expectation root = Expectation.root(VersionDocument.parse(push.document()));
        if (!baseTrees.of(push).hasRoot(root)) {
            content.addPages(push.id(), List.of(new PageRow(root.name(), "wanted", ExpectationText.of(root))));
        }
    }
}
