package dev.bale.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.client.ClientException;
import dev.bale.client.http.Json;
import dev.bale.manifest.MetadataObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    private int run(String... arguments) {
        environment.putIfAbsent("BALE_CONFIG_DIR", folder.resolve("config").toString());
        environment.putIfAbsent("BALE_STORE_DIR", folder.resolve("store").toString());
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                0);
        return Main.run(console, environment, arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    static Stream<CommandLine> commands() {
        CommandLine bale = Main.commandLine(new Bale(Console.ofProcess(), Map.of()));
        return Stream.concat(
                        Stream.of(bale),
                        bale.getSubcommands().values().stream()
                                .flatMap(sub -> Stream.concat(Stream.of(sub), sub.getSubcommands().values().stream())))
                .distinct();
    }

    @Test
    void metadata_of_a_version_is_made_of_pairs_objects_and_files() throws IOException {
        Path file = Files.writeString(folder.resolve("meta.json"), "{\"rows\": 12, \"source\": \"file\"}");

        assertThat(VersionMeta.of(List.of("@" + file, "source=erp=1", "{\"n\":1.50}")))
                .isEqualTo(MetadataObject.of("{\"n\":1.5,\"rows\":12,\"source\":\"erp=1\"}"));
        assertThat(VersionMeta.of(null)).isNull();
        for (String bad : List.of("word", "=value", "{}", "{\"a\":1", "@" + folder, "@" + folder.resolve("none"))) {
            assertThatThrownBy(() -> VersionMeta.of(List.of(bad)))
                    .as(bad)
                    .isInstanceOf(ClientException.class)
                    .hasMessageContaining("--meta");
        }
    }

    @Test
    void an_argument_that_begins_with_an_at_sign_is_no_file_of_arguments() throws IOException {
        Path file = Files.writeString(folder.resolve("arguments"), "--no-such-option");

        assertThat(run("push", "team/a", folder.toString(), "--meta", "@" + file, "--registry", "http://127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(err()).contains("--meta @" + file).doesNotContain("Unknown option");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_explains_itself_and_shows_an_example(CommandLine command) {
        var usage = command.getCommandSpec().usageMessage();

        assertThat(usage.description()).isNotEmpty();
        assertThat(Arrays.stream(usage.footer()).anyMatch(line -> line.contains("bale ")))
                .isTrue();
        assertThat(command.getCommandSpec().options())
                .allSatisfy(option -> assertThat(option.description())
                        .as(option.longestName())
                        .isNotEmpty());
        assertThat(command.getUsageMessage().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void help_and_version_go_to_standard_output_and_are_no_failure() {
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("Usage: bale", "push", "install", "Exit codes");
        assertThat(run("push", "--help")).isZero();
        assertThat(out()).contains("--expected-parent");
        assertThat(run("--version")).isZero();
        assertThat(out()).contains("bale ");
    }

    @Test
    void wrong_usage_is_2_and_told_on_standard_error() {
        assertThat(run("push", "team/sales", ".", "--no-such-option")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("--no-such-option");
        assertThat(out()).isEmpty();
        assertThat(run("install", "Not A Reference")).isEqualTo(ExitCode.USAGE);
        assertThat(run("install", "team/sales", "--link", "--no-store")).isEqualTo(ExitCode.USAGE);
        assertThat(run("push", "team/sales", ".", "--expected-parent", "abc")).isEqualTo(ExitCode.USAGE);
        assertThat(run("store", "prune")).isEqualTo(ExitCode.USAGE);
        assertThat(run("ls", "team/sales", "--registry", "not an address")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void without_a_registry_one_is_told_to_sign_in() {
        assertThat(run("whoami")).isEqualTo(ExitCode.DENIED);
        assertThat(err()).contains("bale login");
    }

    @Test
    void a_registry_that_does_not_answer_is_7_and_named() {
        environment.put("BALE_REGISTRY", "http://127.0.0.1:1");

        assertThat(run("whoami")).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err()).contains("http://127.0.0.1:1");
    }

    @Test
    void a_failure_in_json_is_one_document_on_standard_output() throws IOException {
        assertThat(run("whoami", "--json")).isEqualTo(ExitCode.DENIED);

        JsonNode error = Json.MAPPER.readTree(out()).path("error");
        assertThat(error.path("kind").asText()).isEqualTo("denied");
        assertThat(error.path("exit_code").asInt()).isEqualTo(4);
        assertThat(error.path("message").asText()).contains("bale login");
        assertThat(err()).isEmpty();
    }

    @Test
    void no_stack_trace_is_shown_unless_asked_for() {
        run("whoami");
        assertThat(err()).doesNotContain("\tat ");

        environment.put("BALE_DEBUG", "1");
        run("whoami");
        assertThat(err()).contains("\tat dev.bale");
    }

    @Test
    void verifying_a_folder_without_an_install_says_what_to_do() throws IOException {
        Path plain = Files.createDirectory(folder.resolve("plain"));

        assertThat(run("verify", plain.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("--against");
    }

    @Test
    void the_local_store_is_shown_and_pruned_without_any_registry() throws IOException {
        assertThat(run("store", "info", "--json")).isZero();
        assertThat(Json.MAPPER.readTree(out()).path("fragments").asInt(-1)).isZero();
        assertThat(run("store", "prune", "--older-than", "30")).isZero();
    }

    @Test
    void the_completion_script_knows_the_commands() {
        assertThat(run("completion")).isZero();
        assertThat(out()).contains("complete -F", "install", "--expected-parent");
    }

    @Test
    void messages_cannot_steer_the_terminal() {
        assertThat(run("install", "team/\u001b[31mred")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).doesNotContain("\u001b").contains("\\u{1b}");
    }
}
