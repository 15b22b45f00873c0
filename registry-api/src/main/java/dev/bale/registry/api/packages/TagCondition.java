package dev.bale.registry.api.packages;

import dev.bale.registry.api.problems.RegistryException.PreconditionFailed;
import dev.bale.registry.db.packages.TagRow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code If-Match} and {@code If-None-Match} on a tag, whose ETag is the quoted top hash it names. */
record TagCondition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {

    void check(String tag, Optional<TagRow> current) {
        String etag = current.map(row -> '"' + row.topHash().toString() + '"').orElse(null);
        boolean matches = ifMatch == null || (ifMatch.equals("*") ? etag != null : ifMatch.equals(etag));
        boolean isNew = ifNoneMatch == null || (ifNoneMatch.equals("*") ? etag == null : !ifNoneMatch.equals(etag));
        if (!matches || !isNew) {
            throw new PreconditionFailed(
                    etag == null
                            ? "The tag " + tag + " does not exist any more."
                            : "The tag " + tag + " names " + etag + " by now. Look at it before you move it.",
                    current.map(TagRow::topHash).orElse(null));
        }
    }
}
