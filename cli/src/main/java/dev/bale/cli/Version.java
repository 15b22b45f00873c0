package dev.bale.cli;

import dev.bale.client.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "bale " + BuildInfo.VERSION,
            "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name")
        };
    }
}
