package dev.bale.client.install;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bale.manifest.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The first line of the install state: what was installed last.
 *
 * @param path the folder or file of the package that was installed, or null for all of it
 * @param boot which run of the machine it was; stamps of an earlier run are not trusted, since a power cut may have
 *     torn the files
 */
public record InstallHeader(
        int baleInstall,
        String registry,
        @JsonProperty("package") String name,
        Sha256 topHash,
        @Nullable String path,
        @Nullable String boot) {
    /** The only format there is. */
    public static final int FORMAT = 1;
}
