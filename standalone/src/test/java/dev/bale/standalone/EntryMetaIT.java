package dev.bale.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Running.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Metadata of files through the real programs: given, kept, replaced, taken away and shown. */
@ExtendWith(SharedRegistry.class)
class EntryMetaIT {
    private final ProxiedRegistry here;

    EntryMetaIT(ProxiedRegistry here) {
        this.here = here;
    }

    private Path source(int files) throws IOException {
        Path source = here.newFolder("source");
        for (int i = 0; i < files; i++) {
            Path file = source.resolve("data/file-%03d.csv".formatted(i));
            Files.createDirectories(file.getParent());
            Files.writeString(file, "content " + i);
        }
        return source;
    }

    private Path lines(String text) throws IOException {
        Path folder = Files.createDirectories(here.newFolder("metadata"));
        return Files.writeString(folder.resolve("files.ndjson"), text);
    }

    private static String line(String path, String note, int fill) {
        return "{\"path\":\"%s\",\"meta\":{\"note\":\"%s\",\"fill\":\"%s\"}}\n".formatted(path, note, "x".repeat(fill));
    }

    private static JsonNode info(Bale bale, String reference) {
        return bale.run("info", reference, "--json").mustExit(0).json();
    }

    @Test
    void metadata_of_files_is_pushed_kept_replaced_taken_away_and_shown() throws IOException {
        Path source = source(200);
        StringBuilder text = new StringBuilder();
        for (int i = 199; i >= 0; i--) {
            text.append(line("data/file-%03d.csv".formatted(i), "n" + i, i % 2 == 0 ? 5 : 20_000));
        }
        Bale bale = here.newMachine();

        Finished first = bale.run("push", "meta/kept", source, "--entry-meta", lines(text.toString()), "--json")
                .mustExit(0);

        assertThat(info(bale, "meta/kept//data/file-000.csv").at("/meta/note").asText())
                .isEqualTo("n0");
        assertThat(info(bale, "meta/kept//data/file-199.csv").at("/meta/fill").asText())
                .hasSize(20_000);
        assertThat(bale.run("info", "meta/kept//data/file-001.csv").mustExit(0).out())
                .contains("\"note\" : \"n1\"");
        bale.run("info", "meta/kept//data").mustExit(3);

        // Another machine, whose cache is empty, keeps it all.
        Files.writeString(source.resolve("data/file-001.csv"), "changed");
        Files.delete(source.resolve("data/file-003.csv"));
        Path more = lines("{\"path\":\"data/file-005.csv\",\"meta\":null}\n" + line("data/file-007.csv", "new", 3_000));
        Bale another = here.newMachine();
        Finished second = another.run("push", "meta/kept", source, "--entry-meta", more, "--json")
                .mustExit(0);
        Finished again = another.run("push", "meta/kept", source, "--json").mustExit(0);

        assertThat(second.json().path("top_hash").asText())
                .isNotEqualTo(first.json().path("top_hash").asText());
        assertThat(second.json().path("metadata_bytes").asLong()).isLessThan(200_000);
        assertThat(again.json().path("top_hash").asText())
                .isEqualTo(second.json().path("top_hash").asText());
        assertThat(again.json().path("up_to_date").asBoolean()).isTrue();
        assertThat(info(another, "meta/kept//data/file-001.csv")
                        .at("/meta/note")
                        .asText())
                .isEqualTo("n1");
        assertThat(info(another, "meta/kept//data/file-005.csv").has("meta")).isFalse();
        assertThat(info(another, "meta/kept//data/file-007.csv")
                        .at("/meta/note")
                        .asText())
                .isEqualTo("new");

        Map<String, JsonNode> listed = new HashMap<>();
        another.run("ls", "-R", "meta/kept", "--json")
                .mustExit(0)
                .json()
                .path("entries")
                .forEach(entry -> listed.put(entry.path("path").asText(), entry));
        assertThat(listed).hasSize(199);
        assertThat(listed.get("data/file-000.csv").at("/meta/note").asText()).isEqualTo("n0");
        assertThat(listed.get("data/file-007.csv").path("meta_sha256").asText()).startsWith("sha256:");

        another.run("push", "meta/kept", source, "--forget-entry-meta").mustExit(0);
        assertThat(info(another, "meta/kept//data/file-001.csv").has("meta")).isFalse();
        Path target = here.newFolder("target");
        another.run(
                        "install",
                        "meta/kept@" + second.json().path("top_hash").asText().substring(7),
                        target)
                .mustExit(0);
        assertThat(target.resolve("data/file-001.csv")).hasContent("changed");
    }

    @Test
    void a_path_that_is_not_there_or_twice_ends_the_push_before_anything_is_sent() throws IOException {
        Path source = source(3);
        Bale bale = here.newMachine();

        Finished unknown =
                bale.run("push", "meta/wrong", source, "--entry-meta", lines(line("data/typo.csv", "n", 5)), "--json");
        Finished twice = bale.run(
                "push",
                "meta/wrong",
                source,
                "--entry-meta",
                lines(line("data/file-001.csv", "a", 5) + line("data/file-001.csv", "b", 5)));

        assertThat(unknown.mustExit(2).json().at("/error/paths/0").asText()).isEqualTo("data/typo.csv");
        assertThat(twice.mustExit(2).err()).contains("lines 1 and 2");
        assertThat(here.api().get("/v1/packages/meta/wrong").status()).isEqualTo(404);
    }

    @Test
    void metadata_of_a_version_comes_as_pairs_as_json_or_from_a_file() throws IOException {
        Path file = lines("{\"rows\": 12, \"source\": \"file\"}");
        Bale bale = here.newMachine();

        bale.run(
                        "push",
                        "meta/version",
                        source(1),
                        "--meta",
                        "@" + file,
                        "--meta",
                        "source=erp",
                        "--meta",
                        "{\"n\":1.5}")
                .mustExit(0);

        JsonNode meta = info(bale, "meta/version").path("meta");
        assertThat(meta.toString()).isEqualTo("{\"n\":1.5,\"rows\":12,\"source\":\"erp\"}");
        bale.run("push", "meta/version", source(1), "--meta", "none").mustExit(2);
        bale.run("push", "meta/version", source(1), "--meta", "@/no/such/file").mustExit(2);
    }
}
