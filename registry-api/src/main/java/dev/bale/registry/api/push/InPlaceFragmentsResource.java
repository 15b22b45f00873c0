package dev.bale.registry.api.push;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.push.PlaceFragments.Claim;
import dev.bale.registry.api.push.PlaceFragments.Outcome;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Path("/v1/packages/{namespace}/{name}/pushes/{push}/in-place")
@RunOnVirtualThread
class InPlaceFragmentsResource {
    private static final String NDJSON = "application/x-ndjson";

    /** Shorter than what proxies and this server allow a connection to be silent. */
    private static final Duration BEAT = Duration.ofSeconds(10);

    private final PlaceFragments placeFragments;
    private final Caller caller;
    private final ObjectMapper json;

    InPlaceFragmentsResource(PlaceFragments placeFragments, Caller caller, ObjectMapper json) {
        this.placeFragments = placeFragments;
        this.caller = caller;
        this.json = json;
    }

    record PlaceRequest(@NotNull @Size(min = 1, max = 100) List<@NotNull @Valid Place> fragments) {}

    record Place(
            @NotNull @Size(max = 71) String sha256,
            @NotNull @Size(max = 100) String store,
            @NotNull @Size(max = 1_024) String key,

            @NotNull @Size(min = 1, max = 1_024) @Pattern(regexp = "[!-~]*") String versionId) {
        Claim claim() {
            return new Claim(Sha256.parse(sha256), store, key, versionId);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OutcomeLine(
            String sha256,
            String store,
            String key,
            String versionId,
            String result,
            @Nullable String reason) {
        static OutcomeLine of(Outcome outcome) {
            Claim claim = outcome.claim();
            return new OutcomeLine(
                    claim.sha256().toString(),
                    claim.store(),
                    claim.key(),
                    claim.versionId(),
                    outcome.result(),
                    outcome.reason());
        }
    }

    @POST
    @Requires(Right.WRITE)
    @Produces({NDJSON, MediaType.APPLICATION_JSON})
    public Response placeFragments(@BeanParam PushPath path, @NotNull @Valid PlaceRequest request) {
        Placing placing = placeFragments.begin(
                caller.principal(),
                path.name(),
                request.fragments().stream().map(Place::claim).toList());
        StreamingOutput output = out -> placing.run(BEAT, new Lines(out));
        return Response.ok(output, NDJSON).build();
    }

    private final class Lines implements Placing.Told {
        private final OutputStream out;

        Lines(OutputStream out) {
            this.out = out;
        }

        @Override
        public void outcome(Outcome outcome) throws IOException {
            out.write(json.writeValueAsBytes(OutcomeLine.of(outcome)));
            stillReading();
        }

        @Override
        public void stillReading() throws IOException {
            out.write('\n');
            out.flush();
        }
    }
}
