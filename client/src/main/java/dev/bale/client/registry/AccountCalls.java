package dev.bale.client.registry;

import dev.bale.client.http.Encoding;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts and sessions: one's own sessions, and, for administrators, everybody's accounts. */
public final class AccountCalls {
    private final RegistryCalls calls;

    /** Over these calls. */
    public AccountCalls(RegistryCalls calls) {
        this.calls = calls;
    }

    /** A part of the list of accounts; {@code next} is null at its end. */
    public record AccountPage(
            List<AccountInfo> accounts, @Nullable String next) {}

    private record Sessions(List<LiveSession> sessions) {}

    private record Ended(int sessions) {}

    /** Accounts whose name contains the text, from a cursor on. */
    public AccountPage list(@Nullable String filter, @Nullable String after) {
        return calls.call(
                Call.get("/v1/accounts" + Query.of("filter", filter, "after", after, "limit", 500)), AccountPage.class);
    }

    /** One account. */
    public AccountInfo account(String name) {
        return calls.call(Call.get(path(name)), AccountInfo.class);
    }

    /** Changes what is not null. */
    public AccountInfo change(
            String name, @Nullable Boolean disabled, @Nullable Boolean admin, @Nullable Boolean auditor) {
        Map<String, Boolean> change = new LinkedHashMap<>();
        put(change, "disabled", disabled);
        put(change, "admin", admin);
        put(change, "auditor", auditor);
        return calls.call(Call.json("PATCH", path(name), change), AccountInfo.class);
    }

    /** Where an account is signed in; null for the caller's own. */
    public List<LiveSession> sessions(@Nullable String name) {
        String path = name == null ? "/v1/sessions" : path(name) + "/sessions";
        return calls.call(Call.get(path), Sessions.class).sessions();
    }

    /** Ends a session of the caller's own. */
    public void endSession(UUID session) {
        calls.call(Call.json("DELETE", "/v1/sessions/" + session, null));
    }

    /** Ends all sessions of an account; returns how many there were. */
    public int endSessions(String name) {
        return calls.call(Call.json("DELETE", path(name) + "/sessions", null), Ended.class)
                .sessions();
    }

    private static String path(String name) {
        return "/v1/accounts/" + Encoding.segment(name);
    }

    private static void put(Map<String, Boolean> change, String key, @Nullable Boolean value) {
        if (value != null) {
            change.put(key, value);
        }
    }
}
