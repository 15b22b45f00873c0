package dev.bale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.embedded.programs.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pictures that the docs show: each is there, and made by a test of the page it shows. */
class DocPicturesIT {
    private static final Pattern PICTURE = Pattern.compile("images/([a-z0-9-]+)\\.png");
    private static final Pattern LOOK = Pattern.compile("look\\(\"([a-z0-9-]+)\"\\)");
    private static final Pattern KIND = Pattern.compile("^web-|-(light|dark|phone)$");

    @Test
    void every_picture_of_the_docs_is_there_and_made_by_a_test() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (Path page : files(Checkout.ROOT.resolve("docs"), ".md")) {
            shown.addAll(found(PICTURE, page));
        }
        shown.addAll(found(PICTURE, Checkout.ROOT.resolve("README.md")));
        Set<String> made = new TreeSet<>();
        for (Path test : files(Checkout.ROOT.resolve("e2e/src/test/java"), ".java")) {
            made.addAll(found(LOOK, test));
        }

        assertThat(shown).isNotEmpty().allSatisfy(name -> {
            assertThat(Checkout.ROOT.resolve("docs/images/" + name + ".png")).exists();
            assertThat(made).contains(KIND.matcher(name).replaceAll(""));
        });
    }

    private static Set<Path> files(Path folder, String ending) {
        try (Stream<Path> all = Files.walk(folder)) {
            return new TreeSet<>(
                    all.filter(path -> path.toString().endsWith(ending)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> found(Pattern pattern, Path file) throws IOException {
        Set<String> names = new TreeSet<>();
        pattern.matcher(Files.readString(file)).results().forEach(match -> names.add(match.group(1)));
        return names;
    }
}
