package dev.bale.registry.api.signin;

import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.db.accounts.BrowserRow;
import dev.bale.registry.db.accounts.DeviceLoginRepository;
import dev.bale.registry.db.accounts.DeviceLoginRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows and decides a waiting login, for the person of a browser's session. */
@ApplicationScoped
class DecideDeviceLogin {
    private final DeviceLoginRepository logins;
    private final RecordEvent recordEvent;
    private final Clock clock;

    DecideDeviceLogin(DeviceLoginRepository logins, RecordEvent recordEvent, Clock clock) {
        this.logins = logins;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /** What waits under the code that somebody typed. */
    @Transactional
    Optional<DeviceLoginRow> waiting(@Nullable String typed) {
        return UserCode.read(typed).flatMap(code -> logins.pending(code, clock.instant()));
    }

    /** Decides, once and by one account; false where nothing waits under the code any more. */
    @Transactional
    boolean decide(@Nullable String typed, boolean confirm, BrowserRow session) {
        boolean decided = UserCode.read(typed)
                .filter(code -> logins.decide(
                        code,
                        confirm ? "confirmed" : "denied",
                        session.account().id(),
                        session.session(),
                        clock.instant()))
                .isPresent();
        Event event = Event.of("device-login").by(AdmitPerson.principal(session.account(), session.session()));
        if (!decided) {
            recordEvent.record(event.denied("no login waits under that code"));
        } else if (confirm) {
            recordEvent.record(event.detail("{\"decision\":\"confirmed\"}"));
        } else {
            recordEvent.record(event.denied("denied by the person"));
        }
        return decided;
    }
}
