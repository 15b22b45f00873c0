package dev.bale.embedded.programs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Where the programs under test lie. */
public final class Checkout {
    public static final Path ROOT = root();
    public static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    public static final Path REGISTRY = ROOT.resolve("standalone/target/quarkus-app/quarkus-run.jar");
    public static final Path CLIENT = ROOT.resolve("cli/target/bale.jar");

    private Checkout() {}

    private static Path root() {
        try {
            return Path.of(System.getProperty("bale.root", "..")).toRealPath();
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Takes out of an environment what would lead a program away from 127.0.0.1 or to somebody's own registry. */
    public static void isolate(Map<String, String> environment, Path home) {
        environment
                .keySet()
                .removeIf(name -> name.startsWith("BALE_")
                        || name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
        environment.put("HOME", home.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("BALE_CONFIG_DIR", home.resolve("config").toString());
        environment.put("BALE_STORE_DIR", home.resolve("store").toString());
        environment.put("NO_PROXY", "127.0.0.1");
    }
}
