package dev.bale.registry.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.access.TokenLimits.Scope;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
