package dev.bale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Folders;
import dev.bale.embedded.programs.Pauses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same with a provider of another make, by configuration alone ({@link Parts#providers}). */
@ExtendWith(Parts.Shared.class)
class AnotherProviderIT {
    private static final int DENIED = 4;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Parts parts;
    private final OidcProvider provider;
    private final RegistryReplica brisk;
    private final Visitor visitor;

    AnotherProviderIT(Parts parts) {
        this.parts = parts;
        provider = parts.another();
        brisk = parts.brisk();
        visitor = parts.chromium().visitor();
    }

    @AfterEach
    void closeBrowser() {
        visitor.close();
    }

    @Test
    void a_person_signs_in_by_it_and_out_again_here() {
        visitor.signInByAnother(brisk.url(), "carla").mustBeSignedInAs("carla");
        assertThat(visitor.whoami(brisk).path("admin").asBoolean()).isFalse();

        visitor.signOut();

        assertThat(visitor.whoami(brisk).path("status").asInt()).isEqualTo(401);
    }

    @Test
    void its_groups_make_an_administrator_until_they_do_not() {
        visitor.signInByAnother(brisk.url(), "dirk").mustBeSignedInAs("dirk");
        assertThat(visitor.whoami(brisk).path("admin").asBoolean()).isTrue();

        provider.setTeams("dirk", "staff");

        Pauses.until(
                "the right is gone",
                LONGEST,
                () -> !visitor.whoami(brisk).path("admin").asBoolean());
        assertThat(visitor.whoami(brisk).path("name").asText()).isEqualTo("dirk");
    }

    @Test
    void bale_login_works_by_it_and_outlives_the_browser_until_the_account_there_is_disabled() {
        Bale bale = parts.registry().newMachine(brisk.url());
        DeviceLogin login = DeviceLogin.begin(bale);
        visitor.open(login.page()).choose("Another provider").atAnother("emil").mustSee("Sign in this program?");
        login.confirm(visitor).await().mustExit(0);
        Path source = Folders.small(parts.registry().newFolder("source"), new Random(8));
        Path target = parts.registry().newFolder("target");
        bale.run("push", "emil/things", source, "-m", "First").mustExit(0);
        bale.run("install", "emil/things", target).mustExit(0);
        Folders.assertSame(source, target);

        visitor.open(brisk.url("/sign-in")).signOut();
        // Its access tokens live two seconds; from then on each command asks the provider.
        Pauses.millis(3_000);
        bale.run("whoami").mustExit(0);

        provider.disable("emil");

        Pauses.until("the program is out", LONGEST, () -> bale.run("whoami").exit() == DENIED);
    }
}
