package dev.bale.registry.api.push;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.db.push.PushRow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The compare-and-set of a push: which version must still be the newest. */
record ExpectedParent(boolean expected, @Nullable Sha256 parent) {

    static ExpectedParent of(PushRow push) {
        return new ExpectedParent(push.expectsParent(), push.expectedParent());
    }

    void check(@Nullable Sha256 current) {
        if (!expected || Objects.equals(parent, current)) {
            return;
        }
        if (current == null) {
            throw Conflict.parentMoved("The package has no version yet, so nothing can be its expected parent.", null);
        }
        throw Conflict.parentMoved(
                "Somebody else's version is the newest now: " + current
                        + ". Install it, apply your change on top and push again.",
                current);
    }
}
