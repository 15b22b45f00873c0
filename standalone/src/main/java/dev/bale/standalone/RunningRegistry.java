package dev.bale.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;

/** What happens between the registry's start and its end: it says where it is, to people and, by a file, to scripts. */
public final class RunningRegistry implements QuarkusApplication {
    /** Setting that names the data folder. */
    static final String DATA = "bale.standalone.data";

    @Override
    public int run(String... args) throws IOException {
        DataFolder folder = new DataFolder(Path.of(System.getProperty(DATA)));
        String url = "http://127.0.0.1:" + setting("quarkus.http.port");
        folder.write(folder.running(), """
                {"url":"%s","health":"http://127.0.0.1:%s","storage":"%s","pid":%d}
                """.formatted(
                        url,
                        setting("quarkus.management.port"),
                        setting("bale.stores.default.endpoint"),
                        ProcessHandle.current().pid()));
        System.out.println(
                "The registry runs at " + url + ", its data lies in " + folder.root() + ". Stop it with Ctrl-C.");
        try {
            Quarkus.waitForExit();
        } finally {
            Files.deleteIfExists(folder.running());
        }
        return 0;
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
