package dev.bale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People sign in through Keycloak, in a browser. */
@ExtendWith(Parts.Shared.class)
class SignInIT {
    private final RegistryReplica registry;
    private final Visitor visitor;

    SignInIT(Parts parts) {
        parts.keycloak();
        parts.another();
        registry = parts.one();
        visitor = parts.chromium().visitor();
    }

    @AfterEach
    void closeBrowser() {
        visitor.close();
    }

    @Test
    void a_person_signs_in_and_signing_out_ends_the_session_at_the_provider_too() {
        visitor.open(registry.url("/sign-in")).mustSee("Sign in");
        visitor.pictures("sign-in");

        visitor.choose("Keycloak").mustBeAtKeycloak().atKeycloak("anna").mustBeSignedInAs("anna");
        visitor.pictures("signed-in");
        assertThat(visitor.whoami(registry).path("name").asText()).isEqualTo("anna");
        assertThat(visitor.whoami(registry).path("admin").asBoolean()).isFalse();

        visitor.signOut();
        assertThat(visitor.whoami(registry).path("status").asInt()).isEqualTo(401);
        // Were the session still there, Keycloak would ask for nothing.
        visitor.open(registry.url("/sign-in")).choose("Keycloak").mustBeAtKeycloak();
    }

    @Test
    void the_next_person_at_the_same_browser_is_another_account() {
        visitor.signInByKeycloak(registry.url(), "anna")
                .mustBeSignedInAs("anna")
                .signOut();

        visitor.signInByKeycloak(registry.url(), "bert").mustBeSignedInAs("bert");

        assertThat(visitor.whoami(registry).path("name").asText()).isEqualTo("bert");
    }

    @Test
    void who_is_in_the_group_of_administrators_is_one() {
        visitor.signInByKeycloak(registry.url(), "bert").mustBeSignedInAs("bert");

        assertThat(visitor.whoami(registry).path("admin").asBoolean()).isTrue();
        assertThat(visitor.whoami(registry).path("auditor").asBoolean()).isFalse();
    }

    @Test
    void who_is_in_no_group_that_may_enter_is_told_so() {
        visitor.signInByKeycloak(registry.url(), "mallory")
                .mustSee("You are not in a group that may use this registry");

        visitor.pictures("refused");
        assertThat(visitor.whoami(registry).path("status").asInt()).isEqualTo(401);
    }
}
