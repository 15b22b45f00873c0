package dev.bale.registry.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.registry.api.access.TokenLimits.Scope;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenLimitsTest {
    @ParameterizedTest
    @CsvSource({
        "team/sales, team, sales, true",
        "team/sales, team, sales2, false",
        "team/*, team, sales, true",
        "team/*, team2, sales, false",
        "team*/*, team2, sales, true",
        "team/s*, team, sales, true",
        "team/s*, team, costs, false",
        "*/*, any, thing, true",
        "team, team, sales, false",
        "*, team, sales, false",
    })
    void a_pattern_covers_what_it_says(String pattern, String namespace, String name, boolean covered) {
        TokenLimits limits = new TokenLimits(Set.of(Scope.READ), List.of(pattern));

        assertThat(limits.covers(namespace, name)).isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"team/sales", "team/*", "*/*", "*/sales", "te*/sa*", "a.b_c-d/x", "team-*/sales.*", "a*/1*"})
    void a_pattern_is_a_name_with_a_star_at_the_end_of_a_part(String pattern) {
        assertThat(TokenLimits.parse(List.of("read"), List.of(pattern)).patterns())
                .containsExactly(pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "team",
                "team/",
                "/sales",
                "team/a/b",
                "Team/sales",
                "te am/*",
                "*team/*",
                "team/**",
                "team/*a",
                "te*m/*",
                "team../*",
                "-team/*",
                "team-/sales",
                "team/%",
                "team/_",
                "té/*",
                "team/*\n",
                "team/sales "
            })
    void any_other_pattern_is_refused(String pattern) {
        assertThatThrownBy(() -> TokenLimits.parse(List.of("read"), List.of(pattern)))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void a_pattern_takes_names_of_every_length_that_there_is() {
        TokenLimits.parse(List.of("read"), List.of("a".repeat(64) + "/" + "b".repeat(64) + "*"));
        assertThatThrownBy(() -> TokenLimits.parse(List.of("read"), List.of("a".repeat(65) + "/b")))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void a_token_with_every_scope_is_no_session() {
        TokenLimits all = TokenLimits.parse(List.of("read", "write", "namespace-admin"), List.of());

        assertThat(all.mayAccount()).isFalse();
        assertThat(TokenLimits.SESSION.mayAccount()).isTrue();
        assertThat(all.scopeTexts()).containsExactly("read", "write", "namespace-admin");
        assertThatThrownBy(() -> TokenLimits.parse(List.of("account"), List.of()))
                .isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> TokenLimits.parse(List.of(), List.of())).isInstanceOf(Invalid.class);
    }

    @Test
    void no_pattern_covers_everything() {
        assertThat(new TokenLimits(Set.of(Scope.READ), List.of()).covers("team", "sales"))
                .isTrue();
    }

    @Test
    void writing_includes_reading_and_not_the_other_way_round() {
        assertThat(new TokenLimits(Set.of(Scope.WRITE), List.of()).mayRead()).isTrue();
        assertThat(new TokenLimits(Set.of(Scope.READ), List.of()).mayWrite()).isFalse();
        assertThat(new TokenLimits(Set.of(Scope.NAMESPACE_ADMIN), List.of()).mayRead())
                .isFalse();
    }
}
