package dev.bale.cli;

import dev.bale.client.registry.TokenCalls;
import java.util.List;
import picocli.CommandLine.Option;

/** What a new token may do, and for how long. */
final class TokenOptions {
    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            split = ",",
            defaultValue = "read",
            description = "read, write (includes read) or namespace-admin; repeatable (default: ${DEFAULT-VALUE}).")
    private List<String> scopes = List.of();

    @Option(
            names = "--package",
            paramLabel = "PATTERN",
            description = "Good for these packages only: namespace/name, each part may end in *; repeatable.")
    private List<String> patterns = List.of();

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "90",
            description = "Days until it expires (default: ${DEFAULT-VALUE}).")
    private int days;

    TokenCalls.MadeToken make(TokenCalls calls, String name) {
        return calls.make(name, scopes, patterns, days);
    }
}
