package dev.bale.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Checkout;
import dev.bale.embedded.programs.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation tells people to type works: all blocks marked {@code sh} of a page, one after the other. */
@ExtendWith(SharedRegistry.class)
class DocCommandsIT {
    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final Pattern BLOCK = Pattern.compile("^```sh\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private final ProxiedRegistry here;

    DocCommandsIT(ProxiedRegistry here) {
        this.here = here;
    }

    static List<Path> pages() {
        try (Stream<Path> docs = Files.walk(Checkout.ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(Checkout.ROOT.resolve("README.md")), docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .filter(page -> !commands(page).isEmpty())
                    .map(Checkout.ROOT::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void the_commands_of_a_page_work(Path page) throws IOException {
        // The state in which the quickstart leaves a reader: signed in, with the sample pushed.
        Bale reader = here.newMachine();
        reader.run("push", "demo/penguins", Checkout.ROOT.resolve("samples/penguins"))
                .mustExit(0);
        Path folder = Files.createDirectories(here.newFolder("checkout"));
        for (String name : List.of("bale", "registry", "quickstart", "samples", "scripts")) {
            Files.createSymbolicLink(folder.resolve(name), Checkout.ROOT.resolve(name));
        }
        String script = String.join("\n", commands(Checkout.ROOT.resolve(page)))
                .replace("http://127.0.0.1:8480", here.process().url().toString())
                .replace("/tmp/", folder + "/");
        Files.writeString(folder.resolve("commands.sh"), script);

        ProcessBuilder bash = new ProcessBuilder("bash", "-e", "commands.sh").directory(folder.toFile());
        Checkout.isolate(bash.environment(), reader.home());
        Running.start(bash).await(LONGEST).mustExit(0);
    }

    @Test
    void the_readme_begins_with_the_quickstart_and_names_the_test() throws IOException {
        String readme = Files.readString(Checkout.ROOT.resolve("README.md"));
        Matcher first = Pattern.compile("^```bash\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(readme);

        assertThat(first.find()).isTrue();
        assertThat(first.group(1)).startsWith("./quickstart").contains("\n./test");
        assertThat(pages()).contains(Path.of("README.md"));
    }

    private static List<String> commands(Path page) {
        try {
            return BLOCK.matcher(Files.readString(page))
                    .results()
                    .map(result -> result.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
