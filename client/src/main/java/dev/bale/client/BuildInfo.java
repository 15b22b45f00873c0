package dev.bale.client;

/** The version of this client, as it names itself to registries. */
public final class BuildInfo {
    /** The version, such as {@code 0.1.0}; {@code development} outside of a packaged build. */
    public static final String VERSION = version();

    private BuildInfo() {}

    private static String version() {
        String version = BuildInfo.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** The value of the User-Agent header. */
    public static String userAgent() {
        return "bale/" + VERSION + " java/" + Runtime.version().feature() + " (" + System.getProperty("os.name") + ")";
    }
}
