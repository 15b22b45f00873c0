package dev.bale.client.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.client.http.HttpTransport;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RetryPolicy;
import dev.bale.client.http.StorageCalls;
import dev.bale.client.http.TinyServer;
import dev.bale.client.http.Tokens;
import dev.bale.client.progress.Progress;
import dev.bale.client.registry.PackageCalls;
import dev.bale.client.registry.PushCalls;
import dev.bale.client.registry.Upload;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.PackageName;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One fragment on its way to the storage. */
class FragmentUploadTest {
    @TempDir
    private Path folder;

    @Test
    void an_upload_that_is_complete_is_reported_and_not_sent_again() throws IOException {
        byte[] bytes = {1, 2, 3};
        Path file = Files.write(folder.resolve("a"), bytes);
        FragmentSource source = new FragmentSource(Sha256.of(bytes), file, EntryPath.of("a"), 0, bytes.length, true);
        List<String> reported = new ArrayList<>();
        List<Runnable> more = new ArrayList<>();

        try (TinyServer server = new TinyServer(exchange -> exchange.sendResponseHeaders(500, -1));
                HttpTransport transport = TinyServer.transport()) {
            PushCalls push = new PackageCalls(
                            new RegistryCalls(transport, server.address(), Tokens.NONE, RetryPolicy.DEFAULT),
                            PackageName.parse("team/a"))
                    .push(UUID.randomUUID());
            FragmentUpload upload = new FragmentUpload(
                    new StorageCalls(transport),
                    push,
                    Progress.NONE,
                    more::add,
                    done -> reported.add(done.upload()),
                    job -> reported.add("again"));
            upload.run(
                    new UploadJob(source),
                    new Upload("id", source.sha256(), bytes.length, null, null, null, 2L, List.of(), true),
                    System.nanoTime() + 1_000_000_000L);

            assertThat(reported).containsExactly("id");
            assertThat(more).isEmpty();
            assertThat(server.requests()).isEmpty();
        }
    }
}
