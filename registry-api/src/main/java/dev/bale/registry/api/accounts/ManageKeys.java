package dev.bale.registry.api.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.accounts.TokenKeyRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rotates and revokes the keys of access tokens; for administrators. */
@ApplicationScoped
public class ManageKeys {
    private static final int SHOWN = 100;

    private final TokenKeys keys;
    private final Access access;
    private final RecordEvent recordEvent;
    private final Clock clock;

    ManageKeys(TokenKeys keys, Access access, RecordEvent recordEvent, Clock clock) {
        this.keys = keys;
        this.access = access;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /** Keys, newest first. */
    public record Keys(List<KeyView> keys) {}

    /** A key and how it stands. {@code verifiesUntil} is when the last of its tokens is dead, once it is known. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record KeyView(
            String id,
            String state,
            Instant createdAt,
            Instant signsFrom,
            @Nullable Instant verifiesUntil,
            @Nullable Instant revokedAt) {}

    /**
     * The newest keys.
     *
     * @throws Conflict where keys are mounted
     */
    @Transactional
    public Keys list() {
        StoredKeys stored = keys.stored();
        Instant now = clock.instant();
        String signing = stored.signing().id();
        return new Keys(stored.newest(SHOWN).stream()
                .map(row -> view(stored, row, signing, now))
                .toList());
    }

    /**
     * Makes the next key.
     *
     * @throws Conflict where keys are mounted
     */
    @Transactional
    public KeyView rotate(Principal principal) {
        StoredKeys stored = keys.stored();
        access.holdEnabled(principal);
        Instant now = clock.instant();
        TokenKeyRow next = stored.rotate(now);
        recordEvent.record(Event.of("key-rotate").detail("{\"key\":\"" + next.id() + "\"}"));
        return view(stored, next, stored.signing().id(), now);
    }

    /**
     * Ends a key and every token that it signed, at the next request on every replica. Where it was the last, the next is made and signs at
     * once.
     *
     * @throws NotFound when no such key is there to revoke
     * @throws Conflict where keys are mounted
     */
    @Transactional
    public void revoke(Principal principal, String id) {
        StoredKeys stored = keys.stored();
        access.holdEnabled(principal);
        if (!stored.revoke(id, clock.instant())) {
            throw new NotFound("There is no such key, or it is revoked already. GET /v1/keys lists them.");
        }
        recordEvent.record(Event.of("key-revoke").detail("{\"key\":\"" + id + "\"}"));
    }

    private static KeyView view(StoredKeys stored, TokenKeyRow row, String signing, Instant now) {
        Instant retiredAt = row.retiredAt();
        Instant deadAt = retiredAt == null ? null : stored.deadAt(retiredAt);
        String state;
        if (row.revokedAt() != null) {
            state = "revoked";
        } else if (row.id().equals(signing)) {
            state = "signing";
        } else if (row.signsFrom().isAfter(now)) {
            state = "coming";
        } else {
            state = deadAt != null && deadAt.isAfter(now) ? "verifying" : "retired";
        }
        return new KeyView(
                row.id(),
                state,
                row.createdAt(),
                row.signsFrom(),
                row.revokedAt() == null ? deadAt : null,
                row.revokedAt());
    }
}
