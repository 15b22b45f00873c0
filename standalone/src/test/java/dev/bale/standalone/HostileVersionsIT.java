package dev.bale.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.manifest.Sha256;
import dev.bale.manifest.VersionDocument;
import dev.bale.standalone.RegistryApi.Answer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions that our own client could not make: whoever writes another one cannot publish them either. */
@ExtendWith(SharedRegistry.class)
class HostileVersionsIT {
    private static final String HEADER = "{\"bale\":1,\"level\":0}\n";
    private static final Sha256 EMPTY = Sha256.of(new byte[0]);

    private final ProxiedRegistry here;

    HostileVersionsIT(ProxiedRegistry here) {
        this.here = here;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside",
                "a/../../outside",
                "/etc/passwd",
                "a//b",
                "a/./b",
                "a/",
                "a\\\\..\\\\b",
                "nul\\u0000",
                "line\\nbreak",
                "e\u0301.txt",
                "a\":1,\"b"
            })
    void a_path_that_leads_astray_cannot_be_published(String path) {
        refused(List.of(entry(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"same/same", "file/file/below", "z/a"})
    void paths_that_contradict_one_another_cannot_be_published(String pair) {
        String[] paths = pair.split("/", 2);
        refused(List.of(entry(paths[0]), entry(paths[1])));
    }

    /** Opens a push of one leaf with these lines, as a client of somebody else's would, and sends it. */
    private void refused(List<String> lines) {
        byte[] leaf = (HEADER + String.join("", lines)).getBytes(StandardCharsets.UTF_8);
        VersionDocument document = new VersionDocument(name(lines), lines.size(), 0, null);
        RegistryApi api = here.api();
        String push = "/v1/packages/hostile/version/pushes/" + UUID.randomUUID();
        String request = "{\"top_hash\":\"%s\",\"document\":\"%s\"}"
                .formatted(
                        document.topHash(),
                        new String(document.toJson(), StandardCharsets.UTF_8).replace("\"", "\\\""));
        Answer opened = api.send("PUT", push, "application/json", request.getBytes(StandardCharsets.UTF_8));
        assertThat(opened.status()).as(opened.body()).isEqualTo(201);

        Answer sent = api.send("POST", push + "/pages", "application/vnd.bale.pages", leaf);

        assertThat(sent.status()).as(sent.body()).isBetween(400, 422);
        assertThat(sent.json().path("type").asText()).startsWith("/problems/");
        assertThat(sent.json().path("detail").asText()).isNotEmpty();
        Answer commit = api.send("POST", push + "/commit", "application/json", new byte[0]);
        assertThat(commit.status()).as(commit.body()).isEqualTo(409);
        assertThat(api.get("/v1/packages/hostile/version").status()).isEqualTo(404);
    }

    private static String entry(String path) {
        return "{\"path\":\"%s\",\"sha256\":\"%s\",\"size\":0}\n".formatted(path, EMPTY);
    }

    private static Sha256 name(List<String> lines) {
        MessageDigest name = Sha256.digest();
        name.update(HEADER.getBytes(StandardCharsets.UTF_8));
        for (String line : lines) {
            byte[] bytes = line.strip().getBytes(StandardCharsets.UTF_8);
            name.update(Sha256.digest().digest(bytes));
        }
        return Sha256.finish(name);
    }
}
