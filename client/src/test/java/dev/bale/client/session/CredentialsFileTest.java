package dev.bale.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.client.session.Credentials.SignedIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsFileTest {
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private static SignedIn session(String account) {
        return new SignedIn(account, "access-" + account, LATER, "refresh-" + account, LATER);
    }

    @Test
    void sessions_of_several_registries_stand_side_by_side_and_the_last_is_current() {
        CredentialsFile file = new CredentialsFile(folder.resolve("new"));

        file.update(before -> before.with("http://a", session("ann"), true));
        file.update(before -> before.with("http://b", session("ben"), true));

        Credentials read = file.read();
        assertThat(read.current()).isEqualTo("http://b");
        assertThat(read.of("http://a")).contains(session("ann"));
        assertThat(file.update(before -> before.without("http://b")).current()).isEqualTo("http://a");
    }

    @Test
    void nobody_but_the_owner_may_read_it() throws IOException {
        CredentialsFile file = new CredentialsFile(folder.resolve("new"));

        file.update(before -> before.with("http://a", session("ann"), true));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void rights_that_are_too_wide_are_taken_away_when_it_is_read() throws IOException {
        CredentialsFile file = new CredentialsFile(folder);
        file.update(before -> before.with("http://a", session("ann"), true));
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-rw-r--"));

        file.read();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void writers_take_turns_and_lose_nothing() {
        List<String> names =
                IntStream.range(0, 40).mapToObj(i -> "http://r" + i).toList();

        names.parallelStream()
                .forEach(
                        name -> new CredentialsFile(folder).update(before -> before.with(name, session("ann"), false)));

        assertThat(new CredentialsFile(folder).read().registries().keySet()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void a_damaged_file_is_told_with_the_way_out() throws IOException {
        Files.writeString(folder.resolve("credentials.json"), "{\"registries\":");

        assertThatThrownBy(() -> new CredentialsFile(folder).read()).hasMessageContaining("bale login");
    }

    @Test
    void no_token_is_in_the_text_of_a_session() {
        assertThat(Credentials.NONE.with("http://a", session("ann"), true).toString())
                .doesNotContain("access-ann", "refresh-ann");
    }
}
