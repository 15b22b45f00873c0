package dev.bale.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What the vectors of references do not reach: the parts made by themselves. */
class ReferenceTest {
    @Test
    void a_name_is_a_release_or_a_tag_and_never_both() {
        assertThat(Selector.named("1.4.0")).isEqualTo(new Selector.ByRelease(new Release("1.4.0")));
        assertThat(Selector.named("1.4")).isEqualTo(new Selector.ByTag(new Tag("1.4")));
        assertThatThrownBy(() -> new Tag("1.4.0")).isInstanceOf(InvalidManifest.class);
        assertThatThrownBy(() -> new Release("1.4")).isInstanceOf(InvalidManifest.class);
    }

    @Test
    void a_whole_hash_is_told_from_a_prefix() {
        assertThat(new Selector.ByHash("0".repeat(64)).isWhole()).isTrue();
        assertThat(new Selector.ByHash("0".repeat(63)).isWhole()).isFalse();
    }

    @Test
    void names_without_end_cost_no_time() {
        String name = "a-".repeat(1_000) + "!";

        assertThatThrownBy(() -> new PackageName(name, "a")).isInstanceOf(InvalidManifest.class);
        assertThatThrownBy(() -> new Tag(name)).isInstanceOf(InvalidManifest.class);
        assertThatThrownBy(() -> new Release(name)).isInstanceOf(InvalidManifest.class);
    }
}
