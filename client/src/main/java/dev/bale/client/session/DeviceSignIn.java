package dev.bale.client.session;

import dev.bale.client.ClientException;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryProblem;
import dev.bale.client.registry.DeviceLogin;
import dev.bale.client.registry.SessionCalls;
import dev.bale.client.registry.SessionGrant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Signing in with a code that a person confirms in the browser, wherever that browser runs. After the device
 * authorization grant (RFC 8628).
 */
public final class DeviceSignIn {
    private static final Duration SLOWER = Duration.ofSeconds(5);

    private final SignIn signIn;
    private final Clock clock;

    /** Sessions are kept by {@code signIn}. */
    public DeviceSignIn(SignIn signIn, Clock clock) {
        this.signIn = signIn;
        this.clock = clock;
    }

    /** Asks for a code. */
    public DeviceLogin begin(RegistryCalls anonymous) {
        return new SessionCalls(anonymous).openDeviceLogin(SignIn.program());
    }

    /** Waits until the code was confirmed and keeps the session; returns the account. {@link ClientException} otherwise. */
    public String await(RegistryCalls anonymous, DeviceLogin login) {
        SessionCalls sessions = new SessionCalls(anonymous);
        Instant end = clock.instant().plusSeconds(login.expiresIn());
        Duration pause = Duration.ofSeconds(login.interval());
        while (true) {
            sleep(pause);
            try {
                SessionGrant grant = sessions.collectDeviceLogin(login.deviceCode());
                return signIn.keep(anonymous, grant);
            } catch (RegistryProblem problem) {
                if (problem.is("slow-down")) {
                    pause = pause.plus(SLOWER);
                } else if (problem.is("login-denied") || problem.is("login-expired")) {
                    throw new ClientException(
                            ClientException.Kind.DENIED, String.valueOf(problem.getMessage()), problem);
                } else if (!problem.is("authorization-pending")) {
                    throw problem;
                }
            }
            if (clock.instant().isAfter(end)) {
                throw new ClientException(
                        ClientException.Kind.DENIED, "Nobody confirmed the code in time. Run `bale login` again.");
            }
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw ClientException.interrupted(e);
        }
    }
}
