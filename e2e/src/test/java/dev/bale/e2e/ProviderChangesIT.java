package dev.bale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Pauses;
import dev.bale.embedded.programs.Running.Finished;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens at Keycloak while people are signed in. */
@ExtendWith(Parts.Shared.class)
class ProviderChangesIT {
    private static final int DENIED = 4;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Parts parts;
    private final Keycloak keycloak;

    ProviderChangesIT(Parts parts) {
        this.parts = parts;
        keycloak = parts.keycloak();
    }

    @Test
    void an_account_disabled_there_is_out_at_the_next_refresh() {
        keycloak.createPerson("karl", "data");
        Bale bale = parts.signedIn(parts.brisk(), "karl");
        bale.run("whoami").mustExit(0);

        keycloak.disable("karl");

        AtomicReference<Finished> refused = new AtomicReference<>();
        Pauses.until("the program is out", LONGEST, () -> {
            refused.set(bale.run("whoami"));
            return refused.get().exit() == DENIED;
        });
        assertThat(refused.get().err()).contains("bale login");
    }

    @Test
    void a_session_ended_there_is_over_at_once_by_the_back_channel() {
        keycloak.createPerson("lena", "data");
        // Its access token would live for five minutes.
        Bale bale = parts.signedIn(parts.one(), "lena");
        String token = bale.run("token").mustExit(0).out().strip();
        Http.get(parts.two().url("/v1/whoami"), token).must(200);

        keycloak.endSessionsOf("lena");

        Http.get(parts.two().url("/v1/whoami"), token).must(401);
        bale.run("whoami").mustExit(DENIED);
    }

    @Test
    void who_leaves_the_group_of_administrators_is_none_at_the_next_refresh() {
        keycloak.createPerson("moritz", "data", "admins");
        Bale bale = parts.signedIn(parts.brisk(), "moritz");
        assertThat(isAdmin(bale)).isTrue();

        keycloak.leaveGroup("moritz", "admins");

        Pauses.until("the right is gone", LONGEST, () -> !isAdmin(bale));
        bale.run("account", "list").mustExit(DENIED);
    }

    @Test
    void who_leaves_the_last_group_that_may_enter_is_out_at_the_next_refresh() {
        keycloak.createPerson("nora", "data");
        Bale bale = parts.signedIn(parts.brisk(), "nora");

        keycloak.leaveGroup("nora", "data");

        Pauses.until("the program is out", LONGEST, () -> bale.run("whoami").exit() == DENIED);
    }

    @Test
    void people_sign_in_after_the_provider_has_changed_its_keys() {
        keycloak.createPerson("otto", "data");
        try (Visitor before = parts.chromium().visitor();
                Visitor after = parts.chromium().visitor()) {
            before.signInByKeycloak(parts.one().url(), "otto").mustBeSignedInAs("otto");

            keycloak.rotateKeys();

            after.signInByKeycloak(parts.one().url(), "otto").mustBeSignedInAs("otto");
            before.open(parts.one().url("/sign-in")).mustBeSignedInAs("otto");
        }
    }

    private static boolean isAdmin(Bale bale) {
        return bale.run("whoami", "--json").mustExit(0).json().path("admin").asBoolean();
    }
}
