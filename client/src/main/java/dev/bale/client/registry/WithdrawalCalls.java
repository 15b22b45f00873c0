package dev.bale.client.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bale.client.http.Encoding;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Withdrawing, recalling and deleting; for administrators, and to look at for auditors. */
public final class WithdrawalCalls {
    private static final String WITHDRAWALS = "/v1/withdrawals";

    private final RegistryCalls calls;

    /** Over these calls. */
    public WithdrawalCalls(RegistryCalls calls) {
        this.calls = calls;
    }

    /** What to withdraw: bytes by {@code sha256}; or a version of a package, or with {@code path} an entry of it. */
    public record Target(
            @Nullable String sha256,
            @JsonProperty("package") @Nullable String name,
            @Nullable String version,
            @Nullable String path,
            boolean shared) {}

    private record Request(Target what, String reason, String ticket) {}

    /** What a withdrawal affects. */
    public record Effect(
            long packages,
            long paths,
            long versions,
            List<String> others,
            long sharedFragments,
            List<String> sharedWith,
            @Nullable Long people,
            @Nullable Long fragments,
            @Nullable Long fragmentsElsewhere) {}

    /** A withdrawal. */
    public record Withdrawal(
            String withdrawal,
            String kind,
            @JsonProperty("package") @Nullable String name,
            @Nullable String version,
            @Nullable String path,
            @Nullable String sha256,
            boolean shared,
            String reason,
            String ticket,
            Instant madeAt,
            String madeBy,
            @Nullable Instant liftedAt,
            @Nullable String liftedBy,
            Recalled recall,
            @Nullable Deletion deletion) {}

    /** How far the recall is; {@code listed} once everybody who holds copies is known. */
    public record Recalled(boolean listed, long people, long acknowledged) {}

    /** How far the deletion is. */
    public record Deletion(
            Instant askedAt,
            String askedBy,
            @Nullable Instant dueAt,
            @Nullable Instant confirmedAt,
            @Nullable String confirmedBy,
            @Nullable Instant begunAt,
            @Nullable Instant deletedAt) {}

    /** A withdrawal that was made, and until when URLs live that were handed out before. */
    public record Made(
            Withdrawal withdrawal, Effect effect, @Nullable Instant urlsExpireAt) {}

    /** A part of the withdrawals; {@code next} is null at its end. */
    public record WithdrawalPage(
            List<Withdrawal> withdrawals, @Nullable String next) {}

    /** Somebody who holds copies. */
    public record Holder(
            String account,
            String kind,
            boolean published,
            boolean handed,
            @Nullable Instant acknowledgedAt,
            @Nullable String note) {}

    /** A part of those who hold copies; {@code next} is null at its end. */
    public record HolderPage(
            boolean listed,
            long people,
            long acknowledged,
            List<Holder> recalls,
            @Nullable String next) {}

    /** What withdrawing that would affect. */
    public Effect preview(Target what) {
        return calls.call(Call.json("POST", WITHDRAWALS + "/preview", what), Effect.class);
    }

    /** Withdraws. */
    public Made withdraw(Target what, String reason, String ticket) {
        return calls.call(Call.json("POST", WITHDRAWALS, new Request(what, reason, ticket)), Made.class);
    }

    /** Withdrawals, the newest first. */
    public WithdrawalPage list(boolean lifted, @Nullable String after) {
        return calls.call(Call.get(WITHDRAWALS + Query.of("lifted", lifted, "after", after)), WithdrawalPage.class);
    }

    /** One of them. */
    public Withdrawal get(String withdrawal) {
        return calls.call(Call.get(one(withdrawal)), Withdrawal.class);
    }

    /** Lifts it. */
    public Withdrawal lift(String withdrawal) {
        return calls.call(Call.json("POST", one(withdrawal) + "/lift", null), Withdrawal.class);
    }

    /** Asks that the bytes be deleted; {@code others} where files that were not named lose them too. */
    public Withdrawal askDeletion(String withdrawal, boolean others) {
        return calls.call(Call.json("POST", one(withdrawal) + "/deletion", Map.of("others", others)), Withdrawal.class);
    }

    /** Confirms what another administrator asked for. */
    public Withdrawal confirmDeletion(String withdrawal) {
        return calls.call(Call.json("POST", one(withdrawal) + "/deletion/confirm", null), Withdrawal.class);
    }

    /** Those who hold copies. */
    public HolderPage holders(String withdrawal, @Nullable String after) {
        return calls.call(Call.get(one(withdrawal) + "/recalls" + Query.of("after", after)), HolderPage.class);
    }

    /** All of them as CSV. */
    public String holdersAsCsv(String withdrawal) {
        Call call = Call.get(one(withdrawal) + "/recalls.csv").with("Accept", "text/csv, application/problem+json");
        return calls.call(
                call, response -> new String(response.body().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String one(String withdrawal) {
        return WITHDRAWALS + "/" + Encoding.segment(withdrawal);
    }
}
