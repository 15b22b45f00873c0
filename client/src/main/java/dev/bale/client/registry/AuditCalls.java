package dev.bale.client.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The audit trail, for administrators and auditors. */
public final class AuditCalls {
    private final RegistryCalls calls;

    /** Over these calls. */
    public AuditCalls(RegistryCalls calls) {
        this.calls = calls;
    }

    /** A signed head, as it is saved. */
    public record HeadInfo(
            @JsonProperty("bale_head") int version,
            String log,
            int epoch,
            long number,
            long size,
            String root,
            String at,
            String key,
            String signature) {}

    /** A public key that signed heads; {@code publicKey} is X.509 in base64. */
    public record SealKey(String id, byte[] publicKey, Instant firstUsedAt) {}

    private record SealKeys(List<SealKey> keys) {}

    private record Erasure(long erased, @Nullable Long next) {}

    /** The newest head. */
    public HeadInfo head() {
        return calls.call(Call.get("/v1/audit/heads/latest"), HeadInfo.class);
    }

    /** All keys that ever signed heads. */
    public List<SealKey> keys() {
        return calls.call(Call.get("/v1/audit/keys"), SealKeys.class).keys();
    }

    /** Copies the whole trail to a stream, as the registry sends it. */
    public void export(OutputStream out) throws IOException {
        Call call =
                Call.get("/v1/audit/export").once().with("Accept", "application/x-ndjson, application/problem+json");
        calls.call(call, response -> response.body().transferTo(out));
    }

    /** Removes the personal fields of all events of an account, and returns how many events had any. */
    public long erase(String account) {
        long erased = 0;
        Long next = 0L;
        while (next != null) {
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("account", account);
            request.put("after", next);
            Erasure part = calls.call(Call.json("POST", "/v1/audit/erasures", request), Erasure.class);
            erased += part.erased();
            next = part.next();
        }
        return erased;
    }
}
