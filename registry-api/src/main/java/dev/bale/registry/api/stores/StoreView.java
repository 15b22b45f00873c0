package dev.bale.registry.api.stores;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store and what its last self-test found. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoreView(
        String name,
        String endpoint,
        String publicEndpoint,
        String bucket,
        String prefix,
        String mode,
        @Nullable Instant testedAt,
        @Nullable Long skewMs,
        @Nullable InPlace inPlace,
        List<Check> checks) {

    /** Of an external store only: how many fragments lie in it, and how many lay there and are missing. */
    public record InPlace(long live, long missing) {}

    /** One thing that presigned URLs rely on, and whether the store does it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Check(
            String name, boolean passed, @Nullable String detail) {}
}
