package dev.bale.registry.api.teams;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.registry.db.packages.QuotaRepository;
import dev.bale.registry.db.packages.QuotaRepository.Limits;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told of namespaces. */
final class NamespaceViews {
    private NamespaceViews() {}

    /** A namespace in a list; {@code kind} is {@code person} or {@code team}. */
    record Listed(String name, String kind) {}

    /** A part of the namespaces, by name. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Namespaces(List<Listed> namespaces, @Nullable String next) {}

    /** A namespace; {@code packages} counts those that the caller may see. {@code quota} and {@code use} are for its owners. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Namespace(
            String name,
            String kind,
            long packages,
            @Nullable Quota quota,
            @Nullable Use use) {}

    /** What a namespace may hold; what is absent is without limit. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Quota(
            @Nullable Long bytes,
            @Nullable Long metadataBytes,
            @Nullable Long packages) {
        static Quota of(Limits limits) {
            return new Quota(limits.bytes(), limits.metadataBytes(), limits.packages());
        }
    }

    /** What a namespace holds. */
    record Use(long bytes, long metadataBytes, long packages) {
        static Use of(QuotaRepository.Use use) {
            return new Use(use.bytes(), use.metadataBytes(), use.packages());
        }
    }

    /** A namespace under its new name. */
    record Renamed(String name, String was) {}

    /** A namespace with a new owner, and until when URLs may live that were handed to those before. */
    record Transferred(String name, String owner, long ownersBefore, Instant urlsExpireAt) {}
}
