package dev.bale.client.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import dev.bale.manifest.Sha256;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was recalled from the account that asks. */
public final class RecallCalls {
    private final RegistryCalls calls;

    /** Over these calls. */
    public RecallCalls(RegistryCalls calls) {
        this.calls = calls;
    }

    /** Something withdrawn of which the account holds copies. */
    public record Recall(
            String withdrawal,
            String kind,
            @JsonProperty("package") @Nullable String name,
            @Nullable String version,
            @Nullable String path,
            @Nullable String sha256,
            String reason,
            String ticket,
            Instant madeAt,
            boolean published,
            boolean handed,
            @Nullable Instant acknowledgedAt,
            @Nullable String note) {}

    /** A part of the recalls; {@code next} is null at its end. */
    public record RecallPage(List<Recall> recalls, @Nullable String next) {}

    /** A part of the fragments and whole files that were recalled; {@code next} is null at its end. */
    public record HashPage(List<Sha256> hashes, @Nullable String next) {}

    /** One's own recalls, with {@code all} also those that were acknowledged. */
    public RecallPage list(boolean all, @Nullable String after) {
        return calls.call(Call.get("/v1/recalls" + Query.of("acknowledged", all, "after", after)), RecallPage.class);
    }

    /** What must not be kept any more. */
    public HashPage hashes(@Nullable String after) {
        return calls.call(Call.get("/v1/recalls/hashes" + Query.of("after", after)), HashPage.class);
    }

    /** Says that all copies are gone. */
    public Recall acknowledge(String withdrawal, @Nullable String note) {
        Map<String, Object> request = new HashMap<>();
        if (note != null) {
            request.put("note", note);
        }
        return calls.call(Call.json("POST", "/v1/recalls/" + withdrawal + "/acknowledge", request), Recall.class);
    }
}
