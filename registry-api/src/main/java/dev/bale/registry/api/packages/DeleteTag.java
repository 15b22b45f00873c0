package dev.bale.registry.api.packages;

import dev.bale.manifest.PackageName;
import dev.bale.manifest.Tag;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Action;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.TagRepository;
import dev.bale.registry.db.packages.TagRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Removes a tag; the version it named stays. */
@ApplicationScoped
public class DeleteTag {
    private final Access access;
    private final PackageRepository packages;
    private final TagRepository tags;
    private final RecordEvent recordEvent;

    DeleteTag(Access access, PackageRepository packages, TagRepository tags, RecordEvent recordEvent) {
        this.access = access;
        this.packages = packages;
        this.tags = tags;
        this.recordEvent = recordEvent;
    }

    /** Removes it, if the condition holds. */
    @Transactional
    void delete(Principal principal, String namespace, String name, String tag, TagCondition condition) {
        PackageName checked = new PackageName(namespace, name);
        Tag known = new Tag(tag);
        if (known.equals(Tag.LATEST)) {
            throw new Invalid("`latest` can be moved but not removed: installs without a tag rely on it.");
        }
        Access.Allowed allowed = access.holdFor(principal, checked.namespace(), checked.name(), Action.PUBLISH);
        PackageRow found = allowed.inPackage();
        packages.lock(found.id());
        Optional<TagRow> current = tags.lock(found.id(), known.text());
        condition.check(tag, current);
        if (current.isEmpty()) {
            throw new NotFound("There is no tag " + tag + " in " + found.fullName() + ".");
        }
        tags.remove(found.id(), known.text());
        recordEvent.record(Event.of("untag")
                .in(found.id(), allowed.decision().note())
                .detail("{\"tag\":\"" + known.text() + "\"}"));
    }
}
