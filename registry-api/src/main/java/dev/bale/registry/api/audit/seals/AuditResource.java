package dev.bale.registry.api.audit.seals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.audit.Recorded;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

@Path("/v1/audit")
@RunOnVirtualThread
class AuditResource {
    private static final String NDJSON = "application/x-ndjson";

    private final ReadSeals readSeals;
    private final ExportTrail exportTrail;
    private final ObjectMapper json;

    AuditResource(ReadSeals readSeals, ExportTrail exportTrail, ObjectMapper json) {
        this.readSeals = readSeals;
        this.exportTrail = exportTrail;
        this.json = json;
    }

    @GET
    @Path("/heads")
    @Requires(Right.AUDIT)
    @Recorded(Recorded.AUDIT)
    public ReadSeals.Heads listHeads(
            @QueryParam("after") @DefaultValue("0") String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return readSeals.heads(number(after, "`after` is the `next` of the page before."), limit);
    }

    @GET
    @Path("/heads/latest")
    @Requires(Right.AUDIT)
    @Recorded(Recorded.AUDIT)
    public HeadView latestHead() {
        return readSeals.latest();
    }

    @GET
    @Path("/keys")
    @Requires(Right.AUDIT)
    @Recorded(Recorded.AUDIT)
    public ReadSeals.Keys listSealKeys() {
        return readSeals.keys();
    }

    @GET
    @Path("/events/{event}/proof")
    @Requires(Right.AUDIT)
    @Recorded(Recorded.AUDIT)
    public ReadSeals.Inclusion proveEvent(@PathParam("event") String event) {
        return readSeals.inclusion(number(event, "An event is named by its number."));
    }

    @GET
    @Path("/consistency")
    @Requires(Right.AUDIT)
    @Recorded(Recorded.AUDIT)
    public ReadSeals.Consistency proveConsistency(
            @QueryParam("from") @DefaultValue("") String from, @QueryParam("to") @DefaultValue("") String to) {
        return readSeals.consistency(
                number(from, "`from` is the size of a head."), number(to, "`to` is the size of a head."));
    }

    @GET
    @Path("/export")
    @Requires(Right.AUDIT)
    @Recorded(value = Recorded.AUDIT, always = true)
    @Produces(NDJSON)
    public Response exportAudit() {
        StreamingOutput output = out -> exportTrail.export(line -> {
            out.write(json.writeValueAsBytes(line));
            out.write('\n');
        });
        return Response.ok(output, NDJSON).build();
    }

    /** A whole number that a bigint holds. */
    private static long number(String text, String rule) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new Invalid(rule);
        }
        return Long.parseLong(text);
    }
}
