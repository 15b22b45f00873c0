package dev.bale.registry.api.packages;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.registry.PlainText;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

@Path("/v1/packages")
@RunOnVirtualThread
class PackagesResource {
    private static final String NAME = "name";

    private final ListPackages listPackages;
    private final Caller caller;

    PackagesResource(ListPackages listPackages, Caller caller) {
        this.listPackages = listPackages;
        this.caller = caller;
    }

    @GET
    @Requires(Right.READ)
    public ListPackages.Packages listPackages(
            @QueryParam("prefix") @DefaultValue("") @PlainText @Size(max = 129) String prefix,
            @QueryParam("filter") @DefaultValue("") @PlainText @Size(max = 300) String filter,
            @QueryParam("order") @DefaultValue(NAME) @Pattern(regexp = "name|recent") String order,
            @QueryParam("mine") @DefaultValue("false") boolean mine,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return listPackages.list(
                caller.reader(), new ListPackages.Question(prefix, filter, !order.equals(NAME), mine, after, limit));
    }
}
