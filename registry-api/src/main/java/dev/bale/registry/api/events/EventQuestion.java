package dev.bale.registry.api.events;

import dev.bale.registry.api.registry.PlainText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked for, as it stands in the address; all of it must fit. */
public record EventQuestion(
        @QueryParam("principal") @PlainText @Size(min = 1, max = 200) @Nullable String principal,

        @QueryParam("package") @PlainText @Size(min = 1, max = 200) @Nullable String inPackage,

        @QueryParam("version") @Pattern(regexp = "@?(sha256:)?[0-9a-f]{4,64}") @Nullable String version,

        @QueryParam("fragment") @Pattern(regexp = "(sha256:)?[0-9a-f]{64}") @Nullable String fragment,

        @QueryParam("kind") @Nullable @Size(max = 20) List<@Pattern(regexp = "[a-z-]{1,40}") String> kinds,

        @QueryParam("outcome") @Pattern(regexp = "ok|denied") @Nullable String outcome,

        @QueryParam("address") @PlainText @Size(min = 1, max = 60) @Nullable String address,

        @QueryParam("grant") @Pattern(regexp = "[0-9]{1,18}|registry-admin") @Nullable String grant,

        @QueryParam("request") @Pattern(regexp = "[0-9a-f]{16}") @Nullable String request,

        @QueryParam("since") @Size(max = 40) @Nullable String since,
        @QueryParam("until") @Size(max = 40) @Nullable String until,

        @QueryParam("format") @DefaultValue("json") @Pattern(regexp = "json|ndjson|csv") String format,

        @QueryParam("after") @Size(max = 50) @Nullable String after,

        @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
    /** Whoever did not sign in. */
    public static final String PUBLIC = "public";
}
