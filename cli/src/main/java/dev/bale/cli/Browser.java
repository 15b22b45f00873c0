package dev.bale.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The person's browser, where there is one on this machine. */
final class Browser {
    private final Map<String, String> environment;
    private final String system;

    /** Judges by the environment and the name of the operating system. */
    Browser(Map<String, String> environment, String system) {
        this.environment = environment;
        this.system = system.toLowerCase(Locale.ROOT);
    }

    /** Opens the page; false where no browser can be expected or none starts. */
    boolean open(String url) {
        Optional<List<String>> command = command();
        if (command.isEmpty()) {
            return false;
        }
        List<String> line = new ArrayList<>(command.get());
        line.add(url);
        try {
            new ProcessBuilder(line)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What opens a page: {@code $BROWSER}, else the system's own way; none in a session over SSH or without a screen. */
    Optional<List<String>> command() {
        String chosen = environment.getOrDefault("BROWSER", "");
        if (!chosen.isBlank()) {
            return Optional.of(List.of(chosen));
        }
        if (environment.containsKey("SSH_CONNECTION") || environment.containsKey("SSH_TTY")) {
            return Optional.empty();
        }
        if (system.startsWith("mac")) {
            return Optional.of(List.of("open"));
        }
        if (system.startsWith("windows")) {
            return Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler"));
        }
        boolean screen = environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
        return screen ? Optional.of(List.of("xdg-open")) : Optional.empty();
    }
}
