package dev.bale.client.session;

import dev.bale.client.BuildInfo;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.registry.SessionCalls;
import dev.bale.client.registry.SessionGrant;
import dev.bale.client.session.Credentials.SignedIn;
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
        return keep(calls, new SessionCalls(calls).open(name, secret, program()));
    }

    /** Keeps a session that was opened; the registry becomes the one that commands use. Returns the account. */
    String keep(RegistryCalls calls, SessionGrant grant) {
        keep(calls, SessionTokens.signedIn(grant, clock.instant()));
        return grant.account();
    }

    /** Keeps an API token after asking the registry whose it is; the registry becomes the one that commands use. */
    public String keepToken(RegistryCalls withToken, String token) {
        String account = new SessionCalls(withToken).whoami().name();
        keep(withToken, SignedIn.byToken(account, token));
        return account;
    }

    private void keep(RegistryCalls calls, SignedIn signedIn) {
        file.update(credentials -> credentials.with(calls.registry().toString(), signedIn, true));
    }

    /** Ends the session there and forgets it, also when the registry cannot be reached. A token is forgotten only. */
    public void signOut(RegistryCalls calls) {
        boolean session = file.read()
                .of(calls.registry().toString())
                .map(SignedIn::renewable)
                .orElse(true);
        try {
            if (session) {
                new SessionCalls(calls).end();
            }
        } finally {
            file.update(credentials -> credentials.without(calls.registry().toString()));
        }
    }

    static String program() {
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
