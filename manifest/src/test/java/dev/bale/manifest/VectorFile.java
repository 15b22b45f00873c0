package dev.bale.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A file of golden vectors while it is made: what must be accepted, with what comes out, and what must be refused. Long
 * texts are written as parts, some repeated.
 */
final class VectorFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Map<String, Object> content = new LinkedHashMap<>();
    private final List<Object> accept = new ArrayList<>();
    private final List<Map<String, Object>> refuse = new ArrayList<>();

    VectorFile(String about) {
        content.put("about", about);
    }

    /** Text of which a part is repeated. */
    record Repeat(String repeat, int times) {}

    /** A text of parts: strings and {@link Repeat}s. */
    static List<Object> parts(Object... parts) {
        return Arrays.asList(parts);
    }

    static String expand(Object text) {
        StringBuilder expanded = new StringBuilder();
        for (Object part : text instanceof List<?> parts ? parts : List.of(text)) {
            expanded.append(part instanceof Repeat repeat ? repeat.repeat().repeat(repeat.times()) : part.toString());
        }
        return expanded.toString();
    }

    void put(String key, Object value) {
        content.put(key, value);
    }

    /** Something accepted, and what follows from it. */
    void accept(String why, Object text, Function<String, Map<String, Object>> result) {
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("why", why);
        vector.put("text", text);
        vector.putAll(result.apply(expand(text)));
        accept.add(vector);
    }

    /** Something refused, and by which code. */
    void refuse(String why, Object text, Consumer<String> parser) {
        try {
            parser.accept(expand(text));
        } catch (InvalidManifest e) {
            Map<String, Object> vector = new LinkedHashMap<>();
            vector.put("why", why);
            vector.put("text", text);
            vector.put("code", e.code().name());
            refuse.add(vector);
            return;
        }
        fail("accepted: %s", why);
    }

    /** Adds to the last refusal what was refused, and holds it to its code. */
    void explain(Map<String, Object> what, InvalidManifest.Code code) {
        refuse.get(refuse.size() - 1).putAll(what);
        assertThat(refuse.get(refuse.size() - 1)).containsEntry("code", code.name());
    }

    /** Compares with the file of this name, or writes it when {@code -Dbale.vectors=write}. */
    void check(String name) {
        content.put("accept", accept);
        if (!refuse.isEmpty()) {
            content.put("refuse", refuse);
        }
        Path file = Path.of("src/test/resources/vectors", name);
        try {
            String made = JSON.writeValueAsString(content) + "\n";
            if ("write".equals(System.getProperty("bale.vectors"))) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, made, StandardCharsets.UTF_8);
            }
            assertThat(JSON.readTree(made)).isEqualTo(JSON.readTree(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
