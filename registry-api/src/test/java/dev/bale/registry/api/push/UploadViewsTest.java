package dev.bale.registry.api.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.install.HandOutView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Promise 8 for answers that carry URLs: whoever logs one by mistake logs no signature. */
class UploadViewsTest {
    private static final String URL = "http://store/bucket/key?X-Amz-Signature=s3cret";

    @Test
    void no_text_form_shows_a_signature() {
        UploadViews.Upload upload = new UploadViews.Upload(
                UUID.randomUUID(), "sha256:00", 1, URL, Map.of(), Instant.EPOCH, null, null, null);
        UploadViews.Part part = new UploadViews.Part(1, URL, Map.of(), Instant.EPOCH);
        HandOutView handOut = new HandOutView(
                "1",
                Instant.EPOCH,
                "http://store/bucket",
                "X-Amz-Credential=s3cret",
                List.of(new HandOutView.Item(0, 0, "sha256:00", 1, "key", null, "s3cret")),
                List.of(new HandOutView.Group("http://lake/bucket", "X-Amz-Credential=s3cret", List.of())),
                List.of(),
                List.of());
        HandOutView.Line line = new HandOutView.Line(0, 0, "a", "sha256:00", 1, URL, Instant.EPOCH);

        assertThat(List.of(
                        new UploadViews.Uploads(List.of(upload)).toString(),
                        new UploadViews.Parts(List.of(part)).toString(),
                        handOut.toString(),
                        handOut.items().toString(),
                        line.toString()))
                .noneMatch(text -> text.contains("s3cret"));
    }
}
