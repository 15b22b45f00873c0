package dev.bale.registry.api.signin;

import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.accounts.SessionView;
import dev.bale.registry.api.attempts.Limited;
import dev.bale.registry.api.registry.PlainText;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

@Path("/v1/device-logins")
@RunOnVirtualThread
class DeviceLoginsResource {
    private final OpenDeviceLogin openLogin;
    private final CollectDeviceLogin collectLogin;
    private final WebRequest request;

    DeviceLoginsResource(OpenDeviceLogin openLogin, CollectDeviceLogin collectLogin, WebRequest request) {
        this.openLogin = openLogin;
        this.collectLogin = collectLogin;
        this.request = request;
    }

    record DeviceLoginRequest(
            @NotBlank @PlainText @Size(max = 200) String client) {}

    record CollectRequest(
            @NotBlank @PlainText @Size(max = 200) String deviceCode) {
        @Override
        public String toString() {
            return "CollectRequest[]";
        }
    }

    record DeviceLoginView(
            String deviceCode,
            String userCode,
            String verificationUri,
            String verificationUriComplete,
            long expiresIn,
            long interval) {
        @Override
        public String toString() {
            return "DeviceLoginView[]";
        }
    }

    @POST
    @Limited
    @Requires(Right.NOTHING)
    public Response openDeviceLogin(@NotNull @Valid DeviceLoginRequest body) {
        OpenDeviceLogin.Begun begun = openLogin.begin(request.program(body.client()));
        String page = request.origin() + "/device";
        return Response.status(Response.Status.CREATED)
                .entity(new DeviceLoginView(
                        begun.deviceCode(),
                        begun.userCode(),
                        page,
                        page + "?code=" + begun.userCode(),
                        OpenDeviceLogin.LONGEST.toSeconds(),
                        OpenDeviceLogin.INTERVAL.toSeconds()))
                .build();
    }

    @POST
    @Path("/token")
    @Requires(Right.NOTHING)
    public SessionView collectDeviceLogin(@NotNull @Valid CollectRequest body) {
        return collectLogin.collect(body.deviceCode());
    }
}
