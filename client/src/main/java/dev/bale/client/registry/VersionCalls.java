package dev.bale.client.registry;

import com.fasterxml.jackson.databind.MappingIterator;
import dev.bale.client.http.Json;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import dev.bale.client.http.Response;
import dev.bale.manifest.Page;
import dev.bale.manifest.PagePosition;
import dev.bale.manifest.PageStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reading one version of a package. */
public final class VersionCalls {
    private static final String PAGES = "application/vnd.bale.pages";

    private final RegistryCalls calls;
    private final String version;
    private final @Nullable String view;

    VersionCalls(RegistryCalls calls, String version) {
        this(calls, version, null);
    }

    private VersionCalls(RegistryCalls calls, String version, @Nullable String view) {
        this.calls = calls;
        this.version = version;
        this.view = view;
    }

    /** The same version, held to this view of it (null: to all of it): another one is a {@code view-changed} problem. */
    public VersionCalls in(Version.@Nullable View counted) {
        return new VersionCalls(calls, version, counted == null ? null : counted.id());
    }

    /** What the reference leads to now. */
    public Version resolve() {
        return calls.call(Call.get(version), Version.class);
    }

    /** Pages in the order asked. They are parsed, and not yet checked against any name. */
    public List<Page> readPages(List<PagePosition> positions) {
        return pages("/pages", Map.of("positions", texts(positions)));
    }

    /** Pages of the fragment list of one entry, likewise. */
    public List<Page> readFragmentPages(long ordinal, List<PagePosition> positions) {
        Map<String, Object> request = new HashMap<>(Map.of("ordinal", ordinal, "positions", texts(positions)));
        if (view != null) {
            request.put("view", view);
        }
        return pages("/fragment-pages", request);
    }

    private static List<String> texts(List<PagePosition> positions) {
        return positions.stream().map(PagePosition::toString).toList();
    }

    private List<Page> pages(String path, Object request) {
        Call call = Call.json("POST", version + path, request).with("Accept", PAGES + ", application/problem+json");
        return calls.call(call, VersionCalls::parse);
    }

    private static List<Page> parse(Response response) throws IOException {
        List<Page> pages = new ArrayList<>();
        PageStream stream = new PageStream(response.body());
        for (Optional<Page> page = stream.next(); page.isPresent(); page = stream.next()) {
            pages.add(page.get());
        }
        return pages;
    }

    /** Presigned GETs; the audited act. */
    public HandOut handOut(HandOutRequest request) {
        return calls.call(Call.json("POST", version + "/hand-outs", request.in(view)), HandOut.class);
    }

    /** What a folder holds directly ({@code ""} for the top), from a cursor on. */
    public EntryPage folder(String folder, @Nullable String after) {
        return calls.call(Call.get(version + "/entries" + Query.of("folder", folder, "after", after)), EntryPage.class);
    }

    /** All entries with this prefix, one by one, however many they are. */
    public void entries(@Nullable String prefix, Consumer<EntryLine> consumer) {
        lines(version + "/entries" + Query.of("prefix", prefix), EntryLine.class, consumer);
    }

    /**
     * The same, from the beginning again where the connection breaks.
     *
     * @param beginning called before the first entry, each time
     */
    public void entries(@Nullable String prefix, Runnable beginning, Consumer<EntryLine> consumer) {
        Call call = stream(version + "/entries" + Query.of("prefix", prefix, "view", view));
        calls.call(call, response -> {
            beginning.run();
            return feed(response, EntryLine.class, consumer);
        });
    }

    /** The entry with exactly this path. */
    public Optional<EntryLine> entry(String path) {
        String query = Query.of("prefix", path, "limit", 1, "view", view);
        return calls.call(Call.get(version + "/entries" + query), EntryPage.class).entries().stream()
                .filter(line -> line.path().equals(path))
                .findFirst();
    }

    /** The metadata of all entries with this prefix that have any, one by one, whatever its size. */
    public void metadata(@Nullable String prefix, Consumer<MetadataLine> consumer) {
        lines(version + "/metadata" + Query.of("prefix", prefix), MetadataLine.class, consumer);
    }

    private <T> void lines(String path, Class<T> type, Consumer<T> consumer) {
        calls.call(stream(path).once(), response -> feed(response, type, consumer));
    }

    private static Call stream(String path) {
        return Call.get(path).with("Accept", "application/x-ndjson, application/problem+json");
    }

    private static <T> boolean feed(Response response, Class<T> type, Consumer<T> consumer) throws IOException {
        MappingIterator<T> lines = Json.MAPPER.readerFor(type).readValues(response.body());
        while (lines.hasNextValue()) {
            consumer.accept(lines.nextValue());
        }
        return true;
    }

    /** Entries and the cursor to go on with. */
    public record EntryPage(
            List<EntryLine> entries, @Nullable String next) {}
}
