package dev.bale.client.registry;

import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import java.util.Map;

/** The registry itself, sessions and accounts. */
public final class SessionCalls {
    private final RegistryCalls calls;

    /** Over these calls. */
    public SessionCalls(RegistryCalls calls) {
        this.calls = calls;
    }

    /** What the registry is, its limits and its time. */
    public RegistryInfo registry() {
        return calls.call(Call.get("/v1"), RegistryInfo.class);
    }

    /** Signs in with the name and secret of a local account. */
    public SessionGrant open(String name, String secret, String client) {
        Map<String, String> request = Map.of("name", name, "secret", secret, "client", client);
        return calls.call(Call.json("POST", "/v1/sessions", request).once(), SessionGrant.class);
    }

    /** Trades a refresh token, which is used up by it. */
    public SessionGrant refresh(String refreshToken) {
        Map<String, String> request = Map.of("refresh_token", refreshToken);
        return calls.call(Call.json("POST", "/v1/sessions/refresh", request).once(), SessionGrant.class);
    }

    /** Asks for a code that a person confirms in the browser. */
    public DeviceLogin openDeviceLogin(String client) {
        return calls.call(
                Call.json("POST", "/v1/device-logins", Map.of("client", client)).once(), DeviceLogin.class);
    }

    /** The session behind a confirmed code, good for one answer. */
    public SessionGrant collectDeviceLogin(String deviceCode) {
        Map<String, String> request = Map.of("device_code", deviceCode);
        return calls.call(Call.json("POST", "/v1/device-logins/token", request).once(), SessionGrant.class);
    }

    /** Ends the session of the current token. */
    public void end() {
        calls.call(Call.json("DELETE", "/v1/sessions/current", null));
    }

    /** The account behind the token. */
    public Account whoami() {
        return calls.call(Call.get("/v1/whoami"), Account.class);
    }
}
