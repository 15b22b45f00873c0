package dev.bale.client.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules of one {@code .baleignore}, in the syntax of {@code .gitignore}; paths are relative to its folder. */
final class IgnoreFile {
    /** The name of the file. */
    static final String NAME = ".baleignore";

    private final List<IgnoreRule> rules;

    private IgnoreFile(List<IgnoreRule> rules) {
        this.rules = rules;
    }

    static IgnoreFile read(Path file) throws IOException {
        return parse(Files.readAllLines(file));
    }

    static IgnoreFile parse(List<String> lines) {
        List<IgnoreRule> rules = new ArrayList<>();
        for (String line : lines) {
            IgnoreRule.parse(line).ifPresent(rules::add);
        }
        return new IgnoreFile(rules);
    }

    /** Whether the path is left out, or taken in again, or not spoken of here. The last rule that fits decides. */
    Optional<Boolean> ignores(String path, boolean folder) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            if (rules.get(i).matches(path, folder)) {
                return Optional.of(!rules.get(i).negated());
            }
        }
        return Optional.empty();
    }
}
