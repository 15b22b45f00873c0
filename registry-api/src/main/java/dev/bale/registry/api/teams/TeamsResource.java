package dev.bale.registry.api.teams;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.audit.Recorded;
import dev.bale.registry.api.registry.PlainText;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

@Path("/v1/teams")
@RunOnVirtualThread
class TeamsResource {
    private final ListTeams listTeams;
    private final MakeTeam makeTeam;
    private final ChangeTeam changeTeam;
    private final ChangeMembers changeMembers;
    private final Caller caller;

    TeamsResource(
            ListTeams listTeams, MakeTeam makeTeam, ChangeTeam changeTeam, ChangeMembers changeMembers, Caller caller) {
        this.listTeams = listTeams;
        this.makeTeam = makeTeam;
        this.changeTeam = changeTeam;
        this.changeMembers = changeMembers;
        this.caller = caller;
    }

    record TeamRequest(
            @NotBlank @PlainText @Size(max = 64) String name,
            @PlainText @Size(max = 200) @Nullable String providerGroup) {}

    record TeamChange(@NotNull @PlainText @Size(max = 200) String providerGroup) {}

    @GET
    @Requires(Right.SIGNED_IN)
    @Recorded(Recorded.LOOK)
    public TeamViews.Teams listTeams(
            @QueryParam("filter") @DefaultValue("") @PlainText @Size(max = 64) String filter,
            @QueryParam("after") @PlainText @Size(max = 64) @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return listTeams.list(caller.principal(), filter, after, limit);
    }

    @POST
    @Requires(Right.MANAGE)
    public Response makeTeam(@NotNull @Valid TeamRequest request) {
        return Response.status(Response.Status.CREATED)
                .entity(makeTeam.make(caller.principal(), request.name(), request.providerGroup()))
                .build();
    }

    @GET
    @Path("/{team}")
    @Requires(Right.SIGNED_IN)
    @Recorded(Recorded.LOOK)
    public TeamViews.Team getTeam(@PathParam("team") @PlainText @Size(max = 64) String team) {
        return listTeams.one(caller.principal(), team);
    }

    @PATCH
    @Path("/{team}")
    @Requires(Right.ADMIN)
    public TeamViews.Team changeTeam(
            @PathParam("team") @PlainText @Size(max = 64) String team, @NotNull @Valid TeamChange change) {
        return changeTeam.bind(caller.principal(), team, change.providerGroup());
    }

    @DELETE
    @Path("/{team}")
    @Requires(Right.MANAGE)
    public TeamViews.Ended endTeam(@PathParam("team") @PlainText @Size(max = 64) String team) {
        return changeTeam.end(caller.principal(), team);
    }

    @GET
    @Path("/{team}/members")
    @Requires(Right.SIGNED_IN)
    @Recorded(Recorded.LOOK)
    public TeamViews.Members listMembers(
            @PathParam("team") @PlainText @Size(max = 64) String team,
            @QueryParam("after") @PlainText @Size(max = 64) @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        return listTeams.members(caller.principal(), team, after, limit);
    }

    @PUT
    @Path("/{team}/members/{account}")
    @Requires(Right.MANAGE)
    public TeamViews.Member addMember(
            @PathParam("team") @PlainText @Size(max = 64) String team,
            @PathParam("account") @PlainText @Size(max = 64) String account) {
        return changeMembers.add(caller.principal(), team, account);
    }

    @DELETE
    @Path("/{team}/members/{account}")
    @Requires(Right.MANAGE)
    public TeamViews.Removed removeMember(
            @PathParam("team") @PlainText @Size(max = 64) String team,
            @PathParam("account") @PlainText @Size(max = 64) String account) {
        return changeMembers.remove(caller.principal(), team, account);
    }
}
