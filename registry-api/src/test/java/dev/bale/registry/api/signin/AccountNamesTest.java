package dev.bale.registry.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.manifest.PackageName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountNamesTest {
    @ParameterizedTest
    @CsvSource({
        "dora, dora",
        "Dora.Example, dora.example",
        "dora@example.org, dora",
        "DOMAIN\\dora, domain-dora",
        "Zoë Müller-Lüdenscheidt, zoe-muller-ludenscheidt",
        "..dora__x.., dora_x",
        "admin, admin-2",
        "con, con-2",
        "v1, v1-2",
        "山田, person",
        "@, person",
    })
    void a_name_becomes_a_legal_namespace(String userName, String expected) {
        assertThat(AccountNames.of(userName).findFirst()).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"con.x", "a/b", "a b\u0000c", "-", "😀", "A", "com1.example", "x.-y"})
    void whatever_it_was(String userName) {
        assertThat(AccountNames.of(userName + "z".repeat(300)).limit(3))
                .allSatisfy(name ->
                        assertThat(new PackageName(name, "x").namespace()).isEqualTo(name));
    }

    @Test
    void those_after_the_first_are_numbered() {
        assertThat(AccountNames.of("dora").limit(3)).containsExactly("dora", "dora-2", "dora-3");
        assertThat(AccountNames.of(null).limit(2)).containsExactly("person", "person-2");
    }
}
