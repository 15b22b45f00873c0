package dev.bale.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** The built programs of this checkout. */
record Checkout(Path root) {

    /** The checkout that the working directory lies in. */
    static Checkout here() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("openapi.yaml"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("run this within a checkout of Bale");
            }
        }
        return new Checkout(folder);
    }

    Path registryJar() {
        return built("standalone/target/quarkus-app/quarkus-run.jar");
    }

    Path clientJar() {
        return built("cli/target/bale.jar");
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private Path built(String path) {
        Path jar = root.resolve(path);
        if (!Files.exists(jar)) {
            throw new IllegalStateException(
                    jar + " is missing: build first, mvn package -DskipTests -pl cli,standalone -am");
        }
        return jar;
    }
}
