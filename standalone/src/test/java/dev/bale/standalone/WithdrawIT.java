package dev.bale.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Pauses;
import dev.bale.embedded.programs.Running.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The command line when something was withdrawn: for whoever withdraws, and for whoever has copies. */
@ExtendWith(SharedRegistry.class)
class WithdrawIT {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final String[] WHY = {"--reason", "names of customers", "--ticket", "PRIV-17"};

    private final ProxiedRegistry here;
    private String name;
    private Path source;
    private Bale admin;
    private Bale reader;

    WithdrawIT(ProxiedRegistry here) {
        this.here = here;
    }

    @BeforeEach
    void a_published_folder() throws IOException {
        String account = "copy-" + NAMES.incrementAndGet();
        name = "recall/" + account;
        source = Files.createDirectories(here.newFolder("source"));
        Files.writeString(source.resolve("a.txt"), "good " + name);
        Files.writeString(source.resolve("customers.csv"), "secret " + name);
        admin = here.newMachine();
        admin.run("push", name, source).mustExit(0);
        admin.run("service-account", "create", account).mustExit(0);
        String token = admin.run("service-account", "token-create", account, "test", "--scope", "write", "--json")
                .mustExit(0)
                .json()
                .path("token")
                .asText();
        admin.run("access", "grant", name, "reader", account).mustExit(0);
        reader = Bale.nobody(here.newFolder("reader"), here.front().endpoint()).withToken(token);
    }

    private String withdraw(Object what) {
        return admin.run("audit", "withdraw", what, WHY[0], WHY[1], WHY[2], WHY[3], "--yes", "--json")
                .mustExit(0)
                .json()
                .path("withdrawal")
                .path("withdrawal")
                .asText();
    }

    private JsonNode listed(String withdrawal) {
        Instant end = Instant.now().plusSeconds(60);
        while (true) {
            JsonNode recall = admin.run("audit", "recall", withdrawal, "--json")
                    .mustExit(0)
                    .json();
            if (recall.path("listed").asBoolean()) {
                return recall;
            }
            assertThat(Instant.now()).as("the recall is not listed").isBefore(end);
            Pauses.millis(200);
        }
    }

    private static long fragments(Bale bale) throws IOException {
        try (Stream<Path> files = Files.walk(bale.store().resolve("fragments"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void an_install_stops_before_it_changes_anything_and_goes_on_without_when_told_to() throws IOException {
        Path target = here.newFolder("target");
        withdraw(name + "//customers.csv");

        Finished stopped = reader.run("install", name, target).mustExit(11);
        assertThat(stopped.err()).contains("customers.csv: names of customers (PRIV-17)", "--skip-withdrawn");
        assertThat(target.resolve("a.txt")).doesNotExist();
        JsonNode rest = reader.run("install", name, target, "--skip-withdrawn", "--json")
                .mustExit(12)
                .json();
        assertThat(target.resolve("a.txt")).exists();
        assertThat(target.resolve("customers.csv")).doesNotExist();
        assertThat(rest.path("withdrawn").path(0).path("path").asText()).isEqualTo("customers.csv");
        assertThat(rest.path("withdrawn").path(0).path("reason").asText()).isEqualTo("names of customers");
        reader.run("cat", name + "//customers.csv").mustExit(11);
        reader.run("install", name, target, "--skip-withdrawn").mustExit(12);
        assertThat(admin.run("push", name + "-again", source).mustExit(11).err())
                .contains("customers.csv");
    }

    @Test
    void copies_in_the_local_store_go_installed_files_stay_and_the_holder_acknowledges() throws IOException {
        Path target = here.newFolder("target");
        reader.run("install", name, target).mustExit(0);
        assertThat(fragments(reader)).isEqualTo(2);
        String withdrawal = withdraw(source.resolve("customers.csv"));
        assertThat(listed(withdrawal).path("people").asInt()).isEqualTo(2);

        Finished again = reader.run("install", name, target, "--skip-withdrawn").mustExit(12);

        assertThat(again.err()).contains("removed from the local store", "the file that is here stays");
        assertThat(fragments(reader)).isEqualTo(1);
        assertThat(target.resolve("customers.csv")).exists();
        assertThat(reader.run("recall", "list").mustExit(0).out())
                .contains("names of customers", "recall ack " + withdrawal);
        reader.run("recall", "ack", withdrawal, "--note", "all gone").mustExit(0);
        assertThat(reader.run("recall", "list").mustExit(0).out()).contains("Nothing is recalled");
        assertThat(admin.run("audit", "recall", withdrawal).mustExit(0).out())
                .contains("all gone", "1 of 2 acknowledged");
        assertThat(admin.run("audit", "recall", withdrawal, "--csv").mustExit(0).out())
                .contains("\"all gone\"");
    }

    @Test
    void withdrawing_asks_first_and_lifting_gives_it_back() {
        assertThat(admin.run("audit", "withdraw", name + "//a.txt", WHY[0], WHY[1], WHY[2], WHY[3])
                        .mustExit(2)
                        .out())
                .contains("1 path of 1 package");
        String withdrawal = withdraw(name);
        assertThat(reader.run("install", name, here.newFolder("target"))
                        .mustExit(11)
                        .err())
                .contains("This version of " + name + " was withdrawn: names of customers (PRIV-17)");
        assertThat(admin.run("audit", "withdrawals").mustExit(0).out()).contains(withdrawal + "  " + name + "@");

        admin.run("audit", "delete", withdrawal, "--yes").mustExit(5);
        admin.run("audit", "lift", withdrawal).mustExit(0);
        reader.run("install", name, here.newFolder("target")).mustExit(0);
    }
}
