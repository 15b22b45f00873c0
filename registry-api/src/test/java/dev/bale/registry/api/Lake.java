package dev.bale.registry.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** What somebody else does with his bucket that keeps versions: the external store {@code lake}. */
public final class Lake {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Lake() {}

    /** Writes an object; answers its version id. */
    public static String put(String key, String text) {
        return put(key, UUID.randomUUID().toString(), text);
    }

    /** Writes that version of an object. */
    public static String put(String key, String version, String text) {
        send("PUT", key, version, BodyPublishers.ofString(text));
        return version;
    }

    /** Removes a version for good. */
    public static void remove(String key, String version) {
        send("DELETE", key, version, BodyPublishers.noBody());
    }

    /** From now on the bucket fails when asked for this version. */
    public static void breakOff(String key, String version) {
        send("PUT", key, version, BodyPublishers.ofByteArray(VersionedBucket.BROKEN));
    }

    /** How often the version was read. */
    public static int reads(String key, String version) {
        return Integer.parseInt(send("COUNT", key, version, BodyPublishers.noBody()));
    }

    private static String send(String method, String key, String version, BodyPublisher body) {
        String endpoint = ConfigProvider.getConfig().getValue("bale.stores.lake.endpoint", String.class);
        URI address = URI.create(endpoint + "/" + VersionedBucket.NAME + "/" + key + "?versionId=" + version);
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(address).method(method, body).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
