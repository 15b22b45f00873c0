package dev.bale.client.registry;

import dev.bale.client.http.Encoding;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import dev.bale.manifest.Sha256;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where bytes are and who was handed them, for administrators and auditors. */
public final class TraceCalls {
    private static final int PAGE = 200;

    private final RegistryCalls calls;

    /** Over these calls. */
    public TraceCalls(RegistryCalls calls) {
        this.calls = calls;
    }

    /** Which bytes, and what narrows the answer; null for all. {@code inPackage} is {@code namespace/name}. */
    public record Question(
            Sha256 sha256,
            @Nullable String inPackage,
            @Nullable String version,
            @Nullable String principal,
            @Nullable Instant since,
            @Nullable Instant until) {}

    /** A count; {@code more} where counting stopped there. */
    public record Count(long count, boolean more) {}

    /** What is known at a glance. */
    public record Trace(String sha256, Count places, Count packages, Count versions, Count people, boolean whole) {}

    /** One path of one version that has the bytes. */
    public record Place(
            String namespace,
            String name,
            String topHash,
            String path,
            boolean whole,
            Instant pushedAt,
            String pushedBy,
            List<String> tags,
            @Nullable Instant deletedAt) {}

    /** A part of the places; {@code next} is null at the end. */
    public record Places(List<Place> places, @Nullable String next) {}

    /** When somebody was handed the bytes as part of a version. */
    public record Received(String namespace, String name, String topHash, Instant firstAt, Instant lastAt) {}

    /** Somebody who was handed the bytes; {@code account} is null for whoever did not sign in. */
    public record Person(
            @Nullable String account,
            String kind,
            Instant firstAt,
            Instant lastAt,
            long handOuts,
            List<String> addresses,
            List<String> programs,
            List<String> grants,
            List<Received> versions,
            long versionCount,
            boolean more,
            List<String> mayRead) {}

    /** A part of the people; {@code next} is null at the end. */
    public record People(List<Person> people, @Nullable String next) {}

    /** Counts. */
    public Trace sum(Question asked) {
        return calls.call(
                Call.get(address(asked, "") + Query.of("package", asked.inPackage(), "version", asked.version())),
                Trace.class);
    }

    /** Places after a cursor. */
    public Places places(Question asked, @Nullable String after) {
        return calls.call(Call.get(places(asked, "json", after)), Places.class);
    }

    /** People after a cursor. */
    public People people(Question asked, @Nullable String after) {
        return calls.call(Call.get(people(asked, "json", after)), People.class);
    }

    /** Copies all places as CSV. */
    public void placesCsv(Question asked, OutputStream out) {
        copy(places(asked, "csv", null), out);
    }

    /** Copies all people as CSV. */
    public void peopleCsv(Question asked, OutputStream out) {
        copy(people(asked, "csv", null), out);
    }

    private void copy(String address, OutputStream out) {
        Call call = Call.get(address).once().with("Accept", "text/csv, application/problem+json");
        calls.call(call, response -> response.body().transferTo(out));
    }

    private static String places(Question asked, String format, @Nullable String after) {
        return address(asked, "/places")
                + Query.of(
                        "package",
                        asked.inPackage(),
                        "version",
                        asked.version(),
                        "format",
                        format,
                        "after",
                        after,
                        "limit",
                        PAGE);
    }

    private static String people(Question asked, String format, @Nullable String after) {
        return address(asked, "/people")
                + Query.of(
                        "package",
                        asked.inPackage(),
                        "version",
                        asked.version(),
                        "principal",
                        asked.principal(),
                        "since",
                        asked.since(),
                        "until",
                        asked.until(),
                        "format",
                        format,
                        "after",
                        after,
                        "limit",
                        PAGE);
    }

    private static String address(Question asked, String what) {
        return "/v1/audit/fragments/" + Encoding.segment(asked.sha256().toString()) + what;
    }
}
