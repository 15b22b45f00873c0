package dev.bale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrowserTest {
    @Test
    void no_browser_is_expected_over_ssh_or_without_a_screen() {
        assertThat(new Browser(Map.of("SSH_CONNECTION", "1 2 3 4", "DISPLAY", ":0"), "Linux").command())
                .isEmpty();
        assertThat(new Browser(Map.of("SSH_TTY", "/dev/pts/1"), "Mac OS X").command())
                .isEmpty();
        assertThat(new Browser(Map.of(), "Linux").command()).isEmpty();
        assertThat(new Browser(Map.of(), "Linux").open("http://127.0.0.1/")).isFalse();
    }

    @Test
    void each_system_opens_pages_its_own_way() {
        assertThat(new Browser(Map.of("WAYLAND_DISPLAY", "wayland-0"), "Linux").command())
                .hasValue(List.of("xdg-open"));
        assertThat(new Browser(Map.of(), "Mac OS X").command()).hasValue(List.of("open"));
        assertThat(new Browser(Map.of(), "Windows 11").command()).isPresent();
    }

    @Test
    void the_chosen_browser_comes_first() {
        assertThat(new Browser(Map.of("BROWSER", "firefox", "SSH_TTY", "x"), "Linux").command())
                .hasValue(List.of("firefox"));
        assertThat(new Browser(Map.of("BROWSER", "/does/not/exist"), "Linux").open("http://127.0.0.1/"))
                .isFalse();
    }
}
