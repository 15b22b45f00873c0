package dev.bale.registry.api.push;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How uploads are told to the client. Their URLs are secrets: never logged. */
final class UploadViews {
    private UploadViews() {}

    record Uploads(List<Upload> uploads) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Upload(
            UUID upload,
            String sha256,
            long size,
            @Nullable String url,
            @Nullable Map<String, String> headers,
            @Nullable Instant expiresAt,
            @Nullable Long partSize,
            @Nullable List<StoredPart> storedParts,
            @Nullable Boolean complete) {
        @Override
        public String toString() {
            return "Upload[" + upload + "]";
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StoredPart(int number, long size, @Nullable String sha256) {}

    record Parts(List<Part> parts) {}

    record Part(int number, String url, Map<String, String> headers, Instant expiresAt) {
        @Override
        public String toString() {
            return "Part[" + number + "]";
        }
    }

    record Done(List<UUID> verified, List<RefusedUpload> refused) {}

    record RefusedUpload(UUID upload, String sha256, String reason) {}
}
