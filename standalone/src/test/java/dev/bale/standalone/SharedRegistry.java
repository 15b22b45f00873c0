package dev.bale.standalone;

import dev.bale.embedded.programs.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one {@link ProxiedRegistry} that their classes share, and heals it after each. */
final class SharedRegistry implements ParameterResolver, AfterEachCallback {
    private record Shared(Path folder, ProxiedRegistry registry) implements AutoCloseable {
        static Shared start() {
            try {
                Path folder = Files.createTempDirectory("bale-it");
                return new Shared(folder, ProxiedRegistry.start(folder, Map.of()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            registry.close();
            Folders.delete(folder);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ProxiedRegistry.class;
    }

    @Override
    public ProxiedRegistry resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared(context).registry();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        shared(context).registry().heal();
    }

    private static Shared shared(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.GLOBAL)
                .computeIfAbsent(Shared.class, key -> Shared.start(), Shared.class);
    }
}
