package dev.bale.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The peer: what a careful engineer writes in an afternoon to copy a folder to a bucket and back, in parallel and with SHA-256. Uploads send
 * the hash as a checksum for the store to verify; downloads are hashed and compared with the hash kept in the object's metadata.
 */
final class SdkCopy {
    private static final int THREADS = 8;

    private final S3Client s3;
    private final String prefix;
    private final Path folder;

    private SdkCopy(S3Client s3, String prefix, Path folder) {
        this.s3 = s3;
        this.prefix = prefix;
        this.folder = folder;
    }

    /** Arguments: up or down, endpoint, folder with the credentials, prefix, folder. */
    public static void main(String[] arguments) throws Exception {
        Path secrets = Path.of(arguments[2]);
        AwsBasicCredentials credentials = AwsBasicCredentials.create(
                Files.readString(secrets.resolve("access-key")).strip(),
                Files.readString(secrets.resolve("secret-key")).strip());
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(URI.create(arguments[1]))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClient(Apache5HttpClient.builder().maxConnections(THREADS).build())
                .build()) {
            SdkCopy copy = new SdkCopy(s3, arguments[3], Path.of(arguments[4]));
            if (arguments[0].equals("up")) {
                copy.up();
            } else {
                copy.down();
            }
        }
    }

    private void up() throws Exception {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        parallel(files, this::put);
    }

    private void put(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(out);
        }
        String hash = Base64.getEncoder().encodeToString(digest.digest());
        s3.putObject(
                request -> request.bucket("bale")
                        .key(prefix + "/" + folder.relativize(file))
                        .checksumSHA256(hash)
                        .metadata(java.util.Map.of("sha256", hash)),
                RequestBody.fromFile(file));
    }

    private void down() throws Exception {
        List<String> keys = new ArrayList<>();
        s3.listObjectsV2Paginator(request -> request.bucket("bale").prefix(prefix + "/"))
                .contents()
                .forEach(object -> keys.add(object.key()));
        parallel(keys, this::get);
    }

    private void get(String key) throws IOException, GeneralSecurityException {
        Path file = folder.resolve(key.substring(prefix.length() + 1));
        Files.createDirectories(file.getParent());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Path temporary = file.resolveSibling(file.getFileName() + ".part");
        String expected;
        try (var in = s3.getObject(request -> request.bucket("bale").key(key));
                OutputStream out = new DigestOutputStream(Files.newOutputStream(temporary), digest)) {
            expected = in.response().metadata().get("sha256");
            in.transferTo(out);
        }
        if (!Base64.getEncoder().encodeToString(digest.digest()).equals(expected)) {
            throw new IOException(key + " arrived with another hash");
        }
        Files.move(temporary, file);
    }

    private interface Work<T> {
        void on(T item) throws Exception;
    }

    private static <T> void parallel(List<T> items, Work<T> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> futures = new ArrayList<>();
            for (T item : items) {
                futures.add(threads.submit(() -> {
                    work.on(item);
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
    }
}
