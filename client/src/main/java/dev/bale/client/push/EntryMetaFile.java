package dev.bale.client.push;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.bale.client.ClientException;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.MetadataObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file that says which files have which metadata: NDJSON of {@code {"path": …, "meta": {…}}}, in any order, each path
 * once; a {@code meta} of null takes away what the file has. Any JSON will do; it is made canonical.
 */
final class EntryMetaFile {
    /** Any JSON of a metadata object of 1 MiB, however it is escaped. */
    private static final int LINE_BYTES = 8 << 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(com.fasterxml.jackson.core.StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(LINE_BYTES)
                    .build())
            .build();

    private final Path file;
    private final SortedSpool byPath;
    private int number = 1;

    private EntryMetaFile(Path file, SortedSpool byPath) {
        this.file = file;
        this.byPath = byPath;
    }

    /** What a line says: the canonical metadata, or null to take it away. */
    record Given(EntryPath path, int line, @Nullable String meta) {}

    /** Reads it all into the spool; {@link ClientException} for a line that is wrong, or two with the same path. */
    static void read(Path file, SortedSpool byPath) throws IOException {
        new EntryMetaFile(file, byPath).read();
    }

    /** What the spool has, in the order of paths. */
    static Iterator<Given> sorted(SortedSpool byPath) throws IOException {
        Iterator<SortedSpool.Item> items = byPath.sorted();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Given next() {
                return given(items.next());
            }
        };
    }

    private void read() throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    add(line);
                    number++;
                } else if (line.size() == LINE_BYTES) {
                    throw wrong("it has more than " + LINE_BYTES + " bytes", null);
                } else {
                    line.write(b);
                }
            }
            add(line);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new ClientException(ClientException.Kind.INVALID, "There is no file " + file + ".", e);
        }
        requireEachOnce();
    }

    private void requireEachOnce() throws IOException {
        Given before = null;
        for (Iterator<Given> all = sorted(byPath); all.hasNext(); ) {
            Given next = all.next();
            if (before != null && before.path().equals(next.path())) {
                throw new ClientException(
                        ClientException.Kind.INVALID,
                        file + ": lines " + before.line() + " and " + next.line() + " are both about " + next.path()
                                + ". Leave one of them.");
            }
            before = next;
        }
    }

    private void add(ByteArrayOutputStream line) throws IOException {
        byte[] bytes = line.toByteArray();
        line.reset();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (!text.isBlank()) {
                add(text);
            }
        } catch (CharacterCodingException e) {
            throw wrong("it is not UTF-8", e);
        } catch (JsonProcessingException e) {
            throw wrong("it is not JSON: " + e.getOriginalMessage(), e);
        } catch (InvalidManifest e) {
            throw wrong(e.getMessage(), e);
        }
    }

    private void add(String text) throws IOException {
        String path = null;
        String meta = null;
        boolean hasMeta = false;
        try (JsonParser in = JSON.createParser(text)) {
            require(in.nextToken() == JsonToken.START_OBJECT);
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                JsonToken value = in.nextToken();
                if (name.equals("path") && value == JsonToken.VALUE_STRING) {
                    path = in.getText();
                } else {
                    require(name.equals("meta") && (value == JsonToken.START_OBJECT || value == JsonToken.VALUE_NULL));
                    hasMeta = true;
                    meta = value == JsonToken.START_OBJECT ? object(in, text) : null;
                }
            }
            require(in.currentToken() == JsonToken.END_OBJECT && in.nextToken() == null && path != null && hasMeta);
        }
        byte[] key = key(EntryPath.of(EntryPath.normalise(String.valueOf(path))));
        byte[] json = meta == null ? new byte[0] : meta.getBytes(StandardCharsets.UTF_8);
        byPath.add(
                key,
                ByteBuffer.allocate(Integer.BYTES + json.length)
                        .putInt(number)
                        .put(json)
                        .array());
    }

    /** Numbers as they stand in the text, which reading them into a tree would not keep. */
    private static String object(JsonParser in, String text) throws IOException {
        int from = (int) in.currentTokenLocation().getCharOffset();
        in.skipChildren();
        int to = (int) in.currentTokenLocation().getCharOffset() + 1;
        return MetadataObject.of(text.substring(from, to)).json();
    }

    private void require(boolean isRight) {
        if (!isRight) {
            throw wrong("a line is {\"path\": \"…\", \"meta\": {…}}, or with a meta of null to take it away", null);
        }
    }

    private ClientException wrong(@Nullable String what, @Nullable Throwable cause) {
        return new ClientException(
                ClientException.Kind.INVALID, file + ", line " + number + ": " + what + ". Nothing was pushed.", cause);
    }

    /** Bytes that compare as paths do: the slash is the lowest, and a path has no zero byte. */
    static byte[] key(EntryPath path) {
        byte[] key = path.toUtf8();
        for (int i = 0; i < key.length; i++) {
            if (key[i] == '/') {
                key[i] = 0;
            }
        }
        return key;
    }

    private static Given given(SortedSpool.Item item) {
        byte[] path = item.key().clone();
        for (int i = 0; i < path.length; i++) {
            if (path[i] == 0) {
                path[i] = '/';
            }
        }
        ByteBuffer value = ByteBuffer.wrap(item.value());
        int line = value.getInt();
        byte[] json = Arrays.copyOfRange(item.value(), Integer.BYTES, item.value().length);
        return new Given(
                EntryPath.ofUtf8(path), line, json.length == 0 ? null : new String(json, StandardCharsets.UTF_8));
    }
}
