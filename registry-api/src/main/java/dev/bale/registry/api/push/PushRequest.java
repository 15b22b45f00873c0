package dev.bale.registry.api.push;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.registry.PlainText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a push is opened with; see {@code openPush} in openapi.yaml. */
public record PushRequest(
        @Size(max = 71) @Nullable String topHash,
        @Size(max = 66_048) @Nullable String document,
        @Size(max = 71) @Nullable String expectedParent,
        @Size(max = 16) @Nullable List<@Valid @NotNull Base> bases,
        @PlainText @Size(max = 10_000) @Nullable String message,
        @Size(max = 128) @Nullable String tag) {

    /** A version that shares pages with the pushed one. {@code inPackage} is {@code namespace/name}. */
    public record Base(
            @NotNull @Size(max = 129) @com.fasterxml.jackson.annotation.JsonProperty("package")
            String inPackage,

            @NotNull @Size(max = 71) String topHash) {}

    /** Tells two requests apart that use the same push id. */
    Sha256 hash() {
        return Sha256.of(String.join(
                        "\u0000",
                        Objects.toString(topHash, ""),
                        Objects.toString(document, ""),
                        Objects.toString(expectedParent, ""),
                        Objects.toString(message, ""),
                        Objects.toString(tag, ""))
                .getBytes(StandardCharsets.UTF_8));
    }
}
