package dev.bale.e2e;

import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Pauses;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keycloak is stopped. Last, because it starts with a fresh realm again. */
@Order(Integer.MAX_VALUE)
@ExtendWith(Parts.Shared.class)
class ProviderDownIT {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Parts parts;

    ProviderDownIT(Parts parts) {
        this.parts = parts;
    }

    @Test
    void who_is_signed_in_goes_on_and_new_sign_ins_are_told_why_not() {
        Keycloak keycloak = parts.keycloak();
        keycloak.createPerson("paula", "data");
        Bale bale = parts.signedIn(parts.brisk(), "paula");
        try (Visitor signedIn = parts.chromium().visitor();
                Visitor late = parts.chromium().visitor()) {
            signedIn.signInByKeycloak(parts.brisk().url(), "paula").mustBeSignedInAs("paula");

            keycloak.close();

            // Access tokens live two seconds there, so the provider is asked, in vain.
            Pauses.millis(3_000);
            bale.run("whoami").mustExit(0);
            signedIn.open(parts.brisk().url("/sign-in")).mustBeSignedInAs("paula");
            // The registry asked it seconds ago, for the sign-ins above, and takes that for an answer as long.
            URI direct = parts.brisk().url("/sign-in/oidc/" + Keycloak.NAME);
            Pauses.until("the registry has noticed", LONGEST, () -> late.canOpen(direct));
            late.open(parts.brisk().url("/sign-in")).choose("Keycloak").mustSee("The provider does not answer");
            late.pictures("provider-down");
        }
    }
}
