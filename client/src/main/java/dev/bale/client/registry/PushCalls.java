package dev.bale.client.registry;

import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import dev.bale.manifest.Sha256;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of one push. */
public final class PushCalls {
    private static final String PAGES = "application/vnd.bale.pages";
    private static final String NDJSON = "application/x-ndjson";

    private final RegistryCalls calls;
    private final String push;

    PushCalls(RegistryCalls calls, String push) {
        this.calls = calls;
        this.push = push;
    }

    /** Opens the push, or finds it again. */
    public PushStatus open(PushRequest request) {
        return calls.call(Call.json("PUT", push, request), PushStatus.class);
    }

    /** The push as it stands. */
    public PushStatus status() {
        return calls.call(Call.get(push), PushStatus.class);
    }

    /** Gives the push up. */
    public void abort() {
        calls.call(Call.json("DELETE", push, null));
    }

    /** Sends pages, one after the other in one body. */
    public Wanted addPages(byte[] pages) {
        return calls.call(new Call("POST", push + "/pages", Map.of(), pages, PAGES, true), Wanted.class);
    }

    /** Sends metadata objects, canonical, one a line. */
    public void addMetadata(byte[] lines) {
        calls.call(new Call("POST", push + "/metadata", Map.of(), lines, NDJSON, true));
    }

    /** What is still wanted, from this cursor on; null for the beginning. */
    public Wanted wanted(@Nullable String after) {
        return calls.call(Call.get(push + "/wanted" + Query.of("after", after)), Wanted.class);
    }

    /** Upload URLs for wanted fragments, in the order asked. */
    public List<Upload> openUploads(List<Sha256> fragments) {
        return calls.call(Call.json("POST", push + "/uploads", Map.of("fragments", fragments)), Uploads.class)
                .uploads();
    }

    /** URLs for parts, by number and SHA-256. */
    public List<PartUpload> openParts(String upload, List<PartRequest> parts) {
        String path = push + "/uploads/" + upload + "/parts";
        return calls.call(Call.json("POST", path, Map.of("parts", parts)), Parts.class)
                .parts();
    }

    /** Reports finished uploads. */
    public Done reportUploads(List<String> uploads) {
        return calls.call(Call.json("POST", push + "/uploads/done", Map.of("uploads", uploads)), Done.class);
    }

    /** Makes the version visible. */
    public Commit commit() {
        return calls.call(Call.json("POST", push + "/commit", null), Commit.class);
    }

    /** A part to be uploaded. */
    public record PartRequest(int number, Sha256 sha256) {}

    private record Uploads(List<Upload> uploads) {}

    private record Parts(List<PartUpload> parts) {}
}
