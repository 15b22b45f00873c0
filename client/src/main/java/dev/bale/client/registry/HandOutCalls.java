package dev.bale.client.registry;

import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hand-outs in the audit trail of a registry, for administrators and auditors. */
public final class HandOutCalls implements HandOuts {
    private static final int PAGE = 1_000;

    private final RegistryCalls calls;

    /** Over these calls. */
    public HandOutCalls(RegistryCalls calls) {
        this.calls = calls;
    }

    @Override
    public List<HandOutLine> of(Collection<Long> events) {
        Map<String, Object> request =
                Map.of("events", events.stream().map(String::valueOf).toList());
        return calls.call(Call.json("POST", "/v1/audit/hand-outs", request), HandOutPage.class)
                .handOuts();
    }

    @Override
    public HandOutPage between(Instant from, Instant to, @Nullable String after) {
        return calls.call(
                Call.get("/v1/audit/hand-outs" + Query.of("from", from, "to", to, "after", after, "limit", PAGE)),
                HandOutPage.class);
    }
}
