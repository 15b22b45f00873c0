package dev.bale.registry.api.registry;

import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

@Path("/v1")
@RunOnVirtualThread
class RegistryResource {
    private final RegistryConfig config;
    private final SignInWays signInWays;
    private final Clock clock;
    private final String version;

    RegistryResource(
            RegistryConfig config,
            SignInWays signInWays,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.config = config;
        this.signInWays = signInWays;
        this.clock = clock;
        this.version = version;
    }

    record RegistryView(String name, String version, Instant time, List<String> signIn, LimitsView limits) {}

    record LimitsView(
            int pagesPerRequest,
            int positionsPerRequest,
            int uploadsPerRequest,
            int metadataPerRequest,
            int entriesPerHandOut,
            long urlTtlSeconds,
            long pushIdleSeconds) {}

    @GET
    @Requires(Right.NOTHING)
    public RegistryView getRegistry() {
        return new RegistryView(
                "bale",
                version,
                clock.instant(),
                signInWays.names(),
                new LimitsView(
                        RegistryLimits.PAGES,
                        RegistryLimits.POSITIONS,
                        RegistryLimits.UPLOADS,
                        RegistryLimits.METADATA,
                        RegistryLimits.HAND_OUT,
                        config.urlTtl().toSeconds(),
                        config.pushIdle().toSeconds()));
    }
}
