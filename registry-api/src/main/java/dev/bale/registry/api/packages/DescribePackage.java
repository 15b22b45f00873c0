package dev.bale.registry.api.packages;

import dev.bale.manifest.PackageName;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Action;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.packages.ListPackages.PackageView;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.db.packages.PackageRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Locale;

/**
 * Says in one line what a package is. Whoever may publish may: his README already says what he wants there. The words are in no event,
 * where nobody could erase them: they may name people.
 */
@ApplicationScoped
public class DescribePackage {
    private static final int LONGEST = 300;

    private final Access access;
    private final PackageRepository packages;
    private final ReadPackage readPackage;
    private final RecordEvent recordEvent;

    DescribePackage(Access access, PackageRepository packages, ReadPackage readPackage, RecordEvent recordEvent) {
        this.access = access;
        this.packages = packages;
        this.readPackage = readPackage;
        this.recordEvent = recordEvent;
    }

    /** Describes the package; an empty text takes the description away. */
    @Transactional
    PackageView describe(Principal principal, String namespace, String name, String description) {
        PackageName checked = new PackageName(namespace, name);
        String text = oneLine(description);
        Access.Allowed allowed = access.holdFor(principal, checked.namespace(), checked.name(), Action.PUBLISH);
        long id = packages.lock(allowed.inPackage().id()).id();
        boolean none = text.isEmpty();
        packages.describe(id, none ? null : text, none ? null : text.toLowerCase(Locale.ROOT));
        recordEvent.record(Event.of("describe")
                .in(id, allowed.decision().note())
                .detail("{\"characters\":" + text.codePointCount(0, text.length()) + "}"));
        return readPackage.view(principal, namespace, name);
    }

    private static String oneLine(String description) {
        String text = description.strip();
        if (text.codePoints().anyMatch(DescribePackage::breaksLine)) {
            throw new Invalid("A description is one line: leave line breaks and control characters out.");
        }
        if (text.codePointCount(0, text.length()) > LONGEST) {
            throw new Invalid(
                    "A description has at most " + LONGEST + " characters; what is longer belongs into a README.md.");
        }
        return text;
    }

    private static boolean breaksLine(int character) {
        return Character.isISOControl(character)
                || Character.getType(character) == Character.LINE_SEPARATOR
                || Character.getType(character) == Character.PARAGRAPH_SEPARATOR;
    }
}
