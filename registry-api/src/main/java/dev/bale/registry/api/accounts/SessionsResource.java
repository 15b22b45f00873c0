package dev.bale.registry.api.accounts;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.attempts.Limited;
import dev.bale.registry.api.registry.PlainText;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Path("/v1")
@RunOnVirtualThread
class SessionsResource {
    private final OpenSession openSession;
    private final RefreshSession refreshSession;
    private final EndSession endSession;
    private final ListSessions listSessions;
    private final Caller caller;

    SessionsResource(
            OpenSession openSession,
            RefreshSession refreshSession,
            EndSession endSession,
            ListSessions listSessions,
            Caller caller) {
        this.openSession = openSession;
        this.refreshSession = refreshSession;
        this.endSession = endSession;
        this.listSessions = listSessions;
        this.caller = caller;
    }

    record SessionRequest(
            @NotBlank @PlainText @Size(max = 64) String name,
            @NotBlank @PlainText @Size(max = 200) String secret,
            @PlainText @Size(max = 200) @Nullable String client) {
        @Override
        public String toString() {
            return "SessionRequest[name=" + name + "]";
        }
    }

    record RefreshRequest(@NotBlank @Size(max = 200) String refreshToken) {
        @Override
        public String toString() {
            return "RefreshRequest[]";
        }
    }

    record Whoami(String name, String kind, boolean admin, boolean auditor) {}

    @GET
    @Path("/sessions")
    @Requires(Right.ACCOUNT)
    public ListSessions.Sessions listSessions() {
        return listSessions.own(caller.principal());
    }

    @POST
    @Limited
    @Path("/sessions")
    @Requires(Right.NOTHING)
    public Response openSession(@NotNull @Valid SessionRequest request) {
        SessionView session = openSession.open(request.name(), request.secret(), request.client());
        return Response.status(Response.Status.CREATED).entity(session).build();
    }

    @POST
    @Limited
    @Path("/sessions/refresh")
    @Requires(Right.NOTHING)
    public SessionView refreshSession(@NotNull @Valid RefreshRequest request) {
        return refreshSession.refresh(request.refreshToken());
    }

    @DELETE
    @Path("/sessions/current")
    @Requires(Right.ACCOUNT)
    public void endSession() {
        endSession.end(caller.principal());
    }

    @DELETE
    @Path("/sessions/{session}")
    @Requires(Right.ACCOUNT)
    public void endSessionById(@PathParam("session") UUID session) {
        endSession.one(caller.principal(), session);
    }

    @GET
    @Path("/whoami")
    @Requires(Right.SIGNED_IN)
    public Whoami whoami() {
        Caller.Principal me = caller.principal();
        return new Whoami(me.name(), me.kind(), me.admin(), me.auditor());
    }
}
