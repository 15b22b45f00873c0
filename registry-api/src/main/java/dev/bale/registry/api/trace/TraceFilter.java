package dev.bale.registry.api.trace;

import dev.bale.manifest.PackageName;
import dev.bale.registry.api.grants.Moment;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.registry.PlainText;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.audit.HandedRow;
import dev.bale.registry.db.audit.PlaceRepository.Filter;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.VersionRepository;
import dev.bale.registry.db.packages.VersionRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query of a trace. */
class TraceFilter {
    private static final int SHORTEST_PREFIX = 6;

    /** What narrows the places. */
    static class Places {
        @QueryParam("package")
        @PlainText
        @Size(max = 200) @Nullable String inPackage;

        @QueryParam("version")
        @Pattern(
                regexp = "(sha256:)?[0-9a-f]{" + SHORTEST_PREFIX + ",64}",
                message = "is a top hash, or at least 6 hex digits it begins with")
        @Nullable String version;

        @QueryParam("format")
        @DefaultValue("json")
        @Pattern(regexp = "json|ndjson|csv", message = "is json, ndjson or csv") String format = "json";

        @QueryParam("after")
        @Size(max = 2_000) @Nullable String after;

        @QueryParam("limit")
        @DefaultValue("100")
        @Min(1) @Max(1_000) int limit;

        boolean begins() {
            return after == null;
        }
    }

    /** What narrows the people as well. */
    static class People extends Places {
        @QueryParam("principal")
        @PlainText
        @Size(max = 200) @Nullable String principal;

        @QueryParam("since")
        @Nullable Moment since;

        @QueryParam("until")
        @Nullable Moment until;
    }

    private TraceFilter() {}

    /** From names to what they stand for. */
    @ApplicationScoped
    static class Find {
        private static final String PUBLIC = "public";

        private final PackageRepository packages;
        private final VersionRepository versions;
        private final AccountRepository accounts;

        Find(PackageRepository packages, VersionRepository versions, AccountRepository accounts) {
            this.packages = packages;
            this.versions = versions;
            this.accounts = accounts;
        }

        /**
         * The package and the version.
         *
         * @throws Invalid for a version without a package
         * @throws NotFound for a name that nothing has
         */
        @Transactional
        Filter places(Places asked) {
            String inPackage = asked.inPackage;
            if (inPackage == null) {
                if (asked.version != null) {
                    throw new Invalid("`version` is a version of a `package`: name both.");
                }
                return Filter.ALL;
            }
            PackageName name = PackageName.parse(inPackage);
            PackageRow found = packages.named(name.namespace(), name.name())
                    .filter(row -> row.headLogId() != null)
                    .orElseThrow(() -> NotFound.ofPackage(inPackage));
            return new Filter(found.id(), asked.version == null ? null : version(found, asked.version));
        }

        private long version(PackageRow inPackage, String text) {
            String hex = text.startsWith("sha256:") ? text.substring("sha256:".length()) : text;
            List<VersionRow> found = versions.withPrefix(inPackage.id(), hex, 2);
            if (found.isEmpty()) {
                throw new NotFound(inPackage.fullName() + " has no version " + text + ".");
            }
            if (found.size() > 1) {
                throw Conflict.ambiguous(
                        "Several versions of " + inPackage.fullName() + " begin with " + text + ".",
                        found.stream().map(VersionRow::topHash).toList());
            }
            return found.getFirst().id();
        }

        /** The account; null for all. */
        @Transactional
        @Nullable Long account(@Nullable String principal) {
            if (principal == null) {
                return null;
            }
            if (principal.equals(PUBLIC)) {
                return HandedRow.NOBODY;
            }
            return accounts.named(principal)
                    .map(AccountRow::id)
                    .orElseThrow(() -> new NotFound("There is no account " + principal
                            + ". `bale account list` shows all; `public` is whoever did not sign in."));
        }
    }
}
