package dev.bale.registry.api.push;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.db.push.PushRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Ends a push that shall not be. */
@ApplicationScoped
public class AbortPush {
    private final FindPush findPush;
    private final PushRepository pushes;
    private final RecordEvent recordEvent;

    AbortPush(FindPush findPush, PushRepository pushes, RecordEvent recordEvent) {
        this.findPush = findPush;
        this.pushes = pushes;
        this.recordEvent = recordEvent;
    }

    /**
     * Aborts; repeatable. What it uploaded is removed by {@link CleanUpPushes}.
     *
     * @throws Conflict when it was committed: then delete the version instead
     */
    @Transactional
    public void abort(Principal principal, PushName name) {
        FindPush.Found found = findPush.any(principal, name);
        if (pushes.end(found.push().id(), "aborted")) {
            recordEvent.record(
                    Event.of("push-abort").inPackage(found.inPackage().id()));
        } else if (pushes.lock(found.push().id()).state().equals("committed")) {
            throw Conflict.pushClosed("This push was committed; its version is there to stay.");
        }
    }
}
