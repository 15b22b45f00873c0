package dev.bale.embedded;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.regex.Pattern;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/**
 * An S3 of our own in this JVM, on 127.0.0.1: one bucket of files in a folder, AWS signature version 4 checked on every
 * request, and uploads checked against their signed SHA-256 and length.
 *
 * <p>Versioning, object lock, tagging and life cycles are missing.
 */
public final class S3Server implements AutoCloseable {
    /** Any name will do for one server, but both sides must sign with the same. */
    public static final String REGION = "us-east-1";

    private static final int ACCESS_KEY_BYTES = 10;
    private static final int SECRET_KEY_BYTES = 20;
    private static final int MAX_THREADS = 64;
    private static final long STOP_MILLIS = 5_000;

    private final S3Proxy proxy;
    private final FolderLock lock;
    private final StoreCredentials credentials;
    private final String bucket;
    private final URI endpoint;
    private final @Nullable Path removedOnClose;

    private S3Server(
            S3Proxy proxy,
            FolderLock lock,
            StoreCredentials credentials,
            String bucket,
            @Nullable Path removedOnClose) {
        this.proxy = proxy;
        this.lock = lock;
        this.credentials = credentials;
        this.bucket = bucket;
        this.endpoint = URI.create("http://127.0.0.1:" + proxy.getPort());
        this.removedOnClose = removedOnClose;
    }

    /**
     * Starts the server, making the folder and the bucket where they are missing.
     *
     * @throws EmbeddedServerException if the folder or the port is taken, or the folder's file system keeps no extended
     *     attributes
     */
    public static S3Server start(S3Settings settings) {
        requireNonNull(settings, "settings is null");
        return start(settings, null);
    }

    /** A server for tests in a folder of its own, on a free port; {@link #close} removes its data. */
    public static S3Server throwaway() {
        return throwaway(List.of());
    }

    /** The same for pages at these origins, too. */
    public static S3Server throwaway(List<String> browserOrigins) {
        try {
            Path folder = Files.createTempDirectory("bale-s3");
            return start(S3Settings.in(folder).withBrowserOrigins(browserOrigins), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static S3Server start(S3Settings settings, @Nullable Path removedOnClose) {
        Path folder;
        try {
            folder = PrivateFiles.folder(settings.folder());
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot make the data folder " + settings.folder(), e);
        }
        FolderLock lock = FolderLock.take(folder);
        try {
            StoreCredentials credentials = settings.credentials().orElseGet(() -> keptCredentials(folder));
            Path objects = PrivateFiles.folder(folder.resolve("objects"));
            requireExtendedAttributes(objects);
            S3Proxy proxy = proxy(settings, objects, credentials, removedOnClose == null ? STOP_MILLIS : 0);
            proxy.start();
            return new S3Server(proxy, lock, credentials, settings.bucket(), removedOnClose);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        } catch (Exception e) {
            lock.close();
            throw new EmbeddedServerException(reason(e, settings), e);
        }
    }

    private static S3Proxy proxy(S3Settings settings, Path objects, StoreCredentials credentials, long stopMillis) {
        FilesystemNio2BlobStore store = new FilesystemNio2BlobStore(objects.toString());
        if (!Files.isDirectory(objects.resolve(settings.bucket()))) {
            store.createContainer(
                    CreateBucketRequest.builder().bucket(settings.bucket()).build());
        }
        S3Proxy.Builder builder = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:" + settings.port()))
                .corsRules(corsRules(settings.browserOrigins()))
                .jettyMaxThreads(MAX_THREADS)
                .stopTimeout(stopMillis);
        if (settings.checksSignatures()) {
            builder.awsAuthentication(AuthenticationType.AWS_V4, credentials.accessKey(), credentials.secretKey());
        }
        return builder.build();
    }

    private static CrossOriginResourceSharing corsRules(List<String> origins) {
        return new CrossOriginResourceSharing(
                // The server takes regular expressions, where we promise plain origins.
                origins.stream().map(Pattern::quote).toList(),
                List.of("GET", "HEAD", "PUT"),
                List.of("*"),
                List.of("ETag", "Content-Range", "x-amz-checksum-sha256"),
                "");
    }

    private static StoreCredentials keptCredentials(Path folder) {
        try {
            return new StoreCredentials(
                    PrivateFiles.secret(folder.resolve("access-key"), ACCESS_KEY_BYTES),
                    PrivateFiles.secret(folder.resolve("secret-key"), SECRET_KEY_BYTES));
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot keep credentials in " + folder, e);
        }
    }

    /** Without them the store would silently forget checksums and content types. */
    private static void requireExtendedAttributes(Path objects) throws IOException {
        Path probe = Files.createTempFile(objects.getParent(), ".probe", "");
        try {
            Files.getFileAttributeView(probe, UserDefinedFileAttributeView.class)
                    .write("user.bale", ByteBuffer.wrap("probe".getBytes(StandardCharsets.UTF_8)));
        } catch (IOException | NullPointerException | UnsupportedOperationException e) {
            throw new EmbeddedServerException(
                    "The file system of " + objects + " keeps no extended attributes. Choose a folder on another one.",
                    e);
        } finally {
            Files.delete(probe);
        }
    }

    private static String reason(Exception failure, S3Settings settings) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return "Port " + settings.port() + " is taken by another program. Stop it, or choose another port for"
                        + " the store.";
            }
        }
        return "The embedded store did not start in " + settings.folder();
    }

    /** Where it listens, such as {@code http://127.0.0.1:9000}. Address buckets by path. */
    public URI endpoint() {
        return endpoint;
    }

    public String bucket() {
        return bucket;
    }

    public StoreCredentials credentials() {
        return credentials;
    }

    /** Waits some seconds for requests under way, stops the server and frees the folder. */
    @Override
    public void close() {
        try {
            proxy.stop();
            if (removedOnClose != null) {
                Folders.delete(removedOnClose);
            }
        } catch (Exception e) {
            throw new EmbeddedServerException("Cannot stop the embedded store", e);
        } finally {
            lock.close();
        }
    }
}
