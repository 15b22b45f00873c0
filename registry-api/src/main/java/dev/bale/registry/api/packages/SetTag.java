package dev.bale.registry.api.packages;

import dev.bale.manifest.PackageName;
import dev.bale.manifest.Tag;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Action;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.TagRepository;
import dev.bale.registry.db.packages.VersionRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;

/** Makes or moves a tag. */
@ApplicationScoped
public class SetTag {
    private final Access access;
    private final ResolveReference resolveReference;
    private final PackageRepository packages;
    private final TagRepository tags;
    private final RecordEvent recordEvent;
    private final Clock clock;

    SetTag(
            Access access,
            ResolveReference resolveReference,
            PackageRepository packages,
            TagRepository tags,
            RecordEvent recordEvent,
            Clock clock) {
        this.access = access;
        this.resolveReference = resolveReference;
        this.packages = packages;
        this.tags = tags;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /** Lets the tag name the version that {@code reference} resolves to, if the condition holds. */
    @Transactional
    TagView set(
            Principal principal, String namespace, String name, String tag, String reference, TagCondition condition) {
        PackageName checked = new PackageName(namespace, name);
        Tag newTag = new Tag(tag);
        Access.Allowed allowed = access.holdFor(principal, checked.namespace(), checked.name(), Action.PUBLISH);
        PackageRow found = allowed.inPackage();
        VersionRow version = resolveReference.resolve(found, reference);
        // Commits move tags under this lock too; and a tag that does not exist yet has no row of its own to lock.
        packages.lock(found.id());
        condition.check(tag, tags.lock(found.id(), newTag.text()));
        Instant now = clock.instant();
        tags.move(found.id(), newTag.text(), version.id(), now);
        recordEvent.record(Event.of("tag")
                .in(found.id(), allowed.decision().note())
                .version(version.id(), null)
                .detail("{\"tag\":\"" + newTag.text() + "\"}"));
        return new TagView(newTag.text(), version.topHash().toString(), now);
    }
}
