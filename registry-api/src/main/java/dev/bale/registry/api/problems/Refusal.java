package dev.bale.registry.api.problems;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why the running request was refused, for the audit trail: what the answer does not say. */
@RequestScoped
public class Refusal {
    private @Nullable RegistryException cause;

    void is(RegistryException thrown) {
        cause = thrown;
    }

    /** What was thrown, if the registry refused the request itself. */
    public Optional<RegistryException> cause() {
        return Optional.ofNullable(cause);
    }
}
