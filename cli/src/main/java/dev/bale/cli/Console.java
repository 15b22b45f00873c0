package dev.bale.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.bale.client.ClientException;
import dev.bale.client.http.Json;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where results and errors go: text for people, or one JSON document for programs. UTF-8 both. */
final class Console {
    private final PrintStream out;
    private final PrintStream err;
    private final int columns;

    /** Columns of the terminal that shows errors, 0 where there is none. */
    Console(PrintStream out, PrintStream err, int columns) {
        this.out = out;
        this.err = err;
        this.columns = columns;
    }

    /** The process's own. The launcher says whether errors go to a terminal and how wide it is. */
    static Console ofProcess() {
        return new Console(utf8(FileDescriptor.out), utf8(FileDescriptor.err), Integer.getInteger("bale.columns", 0));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 8 << 10), false, StandardCharsets.UTF_8);
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    int columns() {
        return columns;
    }

    /** A line of a result. */
    void line(String text) {
        out.println(text);
    }

    /** A line beside the result. */
    void note(String text) {
        out.flush();
        err.println(text);
        err.flush();
    }

    /** The result as one JSON document. */
    void json(Object document) {
        try {
            out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells a failure, and returns the exit code for it. */
    int failure(ClientException failure, boolean json) {
        int code = ExitCode.of(failure.kind());
        String message = String.valueOf(failure.getMessage());
        if (json) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("kind", ExitCode.word(failure.kind()));
            error.put("message", message);
            error.put("paths", failure.paths());
            error.put("exit_code", code);
            json(Map.of("error", error));
        } else {
            note("bale: " + Words.printableLines(message));
            failure.paths().stream().limit(20).forEach(path -> note("  " + Words.printable(path)));
            if (failure.paths().size() > 20) {
                note("  … (--json lists more)");
            }
        }
        return code;
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
