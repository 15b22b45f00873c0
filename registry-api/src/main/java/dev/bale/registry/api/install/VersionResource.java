package dev.bale.registry.api.install;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.PagePosition;
import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Path("/v1/packages/{namespace}/{name}/versions/{reference}")
@RunOnVirtualThread
class VersionResource {
    static final String PAGES = "application/vnd.bale.pages";
    static final String NDJSON = "application/x-ndjson";

    private final FindVersion findVersion;
    private final ReadPages readPages;
    private final HandOut handOut;
    private final GetFile getFile;
    private final ListEntries listEntries;
    private final ReadMetadata readMetadata;
    private final Caller caller;
    private final ObjectMapper json;

    VersionResource(
            FindVersion findVersion,
            ReadPages readPages,
            HandOut handOut,
            GetFile getFile,
            ListEntries listEntries,
            ReadMetadata readMetadata,
            Caller caller,
            ObjectMapper json) {
        this.findVersion = findVersion;
        this.readPages = readPages;
        this.handOut = handOut;
        this.getFile = getFile;
        this.listEntries = listEntries;
        this.readMetadata = readMetadata;
        this.caller = caller;
        this.json = json;
    }

    record PagesRequest(@NotNull @Size(min = 1, max = 256) List<@NotNull @Size(max = 100) String> positions) {
        List<PagePosition> parsed() {
            return positions.stream().map(PagePosition::parse).toList();
        }
    }

    record FragmentPagesRequest(
            @NotNull @PositiveOrZero Long ordinal,
            @Size(max = 64) @Nullable String view,
            @NotNull @Size(min = 1, max = 256) List<@NotNull @Size(max = 100) String> positions) {}

    @GET
    @Requires(Right.READ)
    public VersionView resolveVersion(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @PathParam("reference") String reference) {
        return findVersion.view(read(namespace, name, reference));
    }

    @POST
    @Path("/pages")
    @Requires(Right.READ)
    @Produces(PAGES)
    public Response readPages(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @PathParam("reference") String reference,
            @NotNull @Valid PagesRequest request) {
        FindVersion.Found found = read(namespace, name, reference);
        return pages(readPages.at(found, request.parsed()));
    }

    @POST
    @Path("/fragment-pages")
    @Requires(Right.READ)
    @Produces(PAGES)
    public Response readFragmentPages(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @PathParam("reference") String reference,
            @NotNull @Valid FragmentPagesRequest request) {
        FindVersion.Found found = read(namespace, name, reference);
        found.requireView(request.view());
        return pages(
                readPages.ofFragmentList(found, request.ordinal(), new PagesRequest(request.positions()).parsed()));
    }

    @POST
    @Path("/hand-outs")
    @Requires(Right.READ)
    @Produces({MediaType.APPLICATION_JSON, NDJSON})
    public Response handOut(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @PathParam("reference") String reference,
            @NotNull @Valid HandOutRequest request) {
        FindVersion.Found found = find(namespace, name, reference);
        HandOut.Handed handed = handOut.handOut(caller.reader(), found, request);
        if (request.plain()) {
            return lines(handed.items().iterator(), item -> HandOutView.Line.of(handed, item));
        }
        return Response.ok(HandOutView.of(handed), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    @GET
    @Path("/files/{path:.+}")
    @Requires(Right.READ)
    public Response getFile(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @PathParam("reference") String reference,
            @PathParam("path") String path,
            @QueryParam("as") @DefaultValue("redirect") String as) {
        FindVersion.Found found = find(namespace, name, reference);
        return switch (as) {
            case "redirect" ->
                Response.status(Response.Status.FOUND)
                        .header(HttpHeaders.LOCATION, getFile.url(caller.reader(), found, path))
                        .build();
            case "curl" ->
                Response.ok(getFile.curlConfiguration(caller.reader(), found, path), MediaType.TEXT_PLAIN_TYPE)
                        .build();
            default -> throw new Invalid("`as` is redirect or curl.");
        };
    }

    @GET
    @Path("/entries")
    @Requires(Right.READ)
    @Produces({MediaType.APPLICATION_JSON, NDJSON})
    public Response listEntries(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @PathParam("reference") String reference,
            @QueryParam("prefix") @Nullable String prefix,
            @QueryParam("folder") @Nullable String folder,
            @QueryParam("after") @Nullable String after,
            @QueryParam("from") @Min(0) @Nullable Long from,
            @QueryParam("limit") @DefaultValue("1000") @Min(1) @Max(10_000) int limit,
            @QueryParam("view") @Nullable String view,
            @Context UriInfo address,
            @Context HttpHeaders headers) {
        FindVersion.Found found = read(namespace, name, reference);
        if (view != null) {
            found.requireView(view);
        }
        // An empty value, which is the top folder, arrives as null.
        if (address.getQueryParameters().containsKey("folder")) {
            return Response.ok(
                            listEntries.folder(found, path(folder), after, from, limit),
                            MediaType.APPLICATION_JSON_TYPE)
                    .build();
        }
        boolean stream = headers.getAcceptableMediaTypes().stream()
                .anyMatch(type -> type.toString().startsWith(NDJSON));
        if (stream) {
            Iterator<EntryAt> entries =
                    listEntries.stream(found, path(prefix), after == null ? null : EntryPath.of(after));
            return lines(entries, ListEntries.EntryLine::of);
        }
        return Response.ok(listEntries.list(found, path(prefix), after, limit), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    @GET
    @Path("/metadata")
    @Requires(Right.READ)
    @Produces(NDJSON)
    public Response readMetadata(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @PathParam("reference") String reference,
            @QueryParam("prefix") @Nullable String prefix,
            @QueryParam("from") @DefaultValue("0") @Min(0) long from,
            @QueryParam("to") @Min(0) @Nullable Long to,
            @QueryParam("view") @Nullable String view) {
        FindVersion.Found found = read(namespace, name, reference);
        if (view != null) {
            found.requireView(view);
        }
        return lines(readMetadata.stream(found, new ReadMetadata.Range(path(prefix), from, to)), line -> line);
    }

    private static @Nullable EntryPath path(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return EntryPath.of(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    private FindVersion.Found read(String namespace, String name, String reference) {
        return findVersion.read(caller.reader(), namespace, name, reference);
    }

    private FindVersion.Found find(String namespace, String name, String reference) {
        return findVersion.find(caller.reader(), namespace, name, reference);
    }

    private static Response pages(ReadPages.PageBytes bytes) {
        return Response.ok((StreamingOutput) bytes::writeTo, PAGES)
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=31536000, immutable")
                .build();
    }

    private <T> Response lines(Iterator<T> items, java.util.function.Function<T, Object> line) {
        StreamingOutput output = out -> {
            while (items.hasNext()) {
                out.write(bytes(line.apply(items.next())));
                out.write('\n');
            }
        };
        return Response.ok(output, NDJSON).build();
    }

    private byte[] bytes(Object line) throws IOException {
        return json.writeValueAsBytes(line);
    }
}
