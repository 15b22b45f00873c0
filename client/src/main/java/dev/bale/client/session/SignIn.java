package dev.bale.client.session;

import dev.bale.client.BuildInfo;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.registry.SessionCalls;
import dev.bale.client.registry.SessionGrant;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;

/** Signing in to a registry and out again. */
public final class SignIn {
    private final CredentialsFile file;
    private final Clock clock;

    /** Sessions are kept in this file. */
    public SignIn(CredentialsFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Opens a session with a local account; the registry becomes the one that commands use. Returns the account. */
    public String signIn(RegistryCalls calls, String name, String secret) {
        SessionGrant grant = new SessionCalls(calls).open(name, secret, program());
        file.update(credentials ->
                credentials.with(calls.registry().toString(), SessionTokens.signedIn(grant, clock.instant()), true));
        return grant.account();
    }

    /** Ends the session there and forgets it, also when the registry cannot be reached. */
    public void signOut(RegistryCalls calls) {
        try {
            new SessionCalls(calls).end();
        } finally {
            file.update(credentials -> credentials.without(calls.registry().toString()));
        }
    }

    private static String program() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown host";
        }
        String program = "bale " + BuildInfo.VERSION + " on " + host;
        return program.length() <= 200 ? program : program.substring(0, 200);
    }
}
