package dev.bale.client;

import dev.bale.client.http.HttpTransport;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RetryPolicy;
import dev.bale.client.http.StorageCalls;
import dev.bale.client.http.Tokens;
import dev.bale.client.install.CatEntry;
import dev.bale.client.install.InstallOptions;
import dev.bale.client.install.InstallReport;
import dev.bale.client.install.InstallVersion;
import dev.bale.client.install.PurgeStore;
import dev.bale.client.install.ResolvedVersion;
import dev.bale.client.progress.Progress;
import dev.bale.client.push.PushFolder;
import dev.bale.client.push.PushOptions;
import dev.bale.client.push.PushReport;
import dev.bale.client.registry.AccessCalls;
import dev.bale.client.registry.AccountCalls;
import dev.bale.client.registry.AuditCalls;
import dev.bale.client.registry.DeviceLogin;
import dev.bale.client.registry.EventCalls;
import dev.bale.client.registry.PackageCalls;
import dev.bale.client.registry.RecallCalls;
import dev.bale.client.registry.RegistryInfo;
import dev.bale.client.registry.SessionCalls;
import dev.bale.client.registry.TraceCalls;
import dev.bale.client.registry.VersionCalls;
import dev.bale.client.registry.WithdrawalCalls;
import dev.bale.client.session.CredentialsFile;
import dev.bale.client.session.DeviceSignIn;
import dev.bale.client.session.SessionTokens;
import dev.bale.client.session.SignIn;
import dev.bale.client.store.LocalStore;
import dev.bale.client.verify.VerifyFolder;
import dev.bale.client.verify.VerifyReport;
import dev.bale.manifest.PackageName;
import dev.bale.manifest.Reference;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** A client of one registry: everything a program needs to push and install. For many threads; close it. */
public final class BaleClient implements Closeable {
    private static final Duration SKEW = Duration.ofSeconds(60);

    private final HttpTransport transport;
    private final RegistryCalls anonymous;
    private final RegistryCalls calls;
    private final StorageCalls storage;
    private final CredentialsFile credentials;
    private final ClientSettings settings;
    private final Tokens tokens;
    private final Clock clock;

    private BaleClient(ClientSettings settings, URI registry, CredentialsFile credentials, Clock clock) {
        this.settings = settings;
        this.credentials = credentials;
        this.clock = clock;
        this.transport = new HttpTransport(settings.http());
        this.storage = new StorageCalls(transport);
        this.anonymous = new RegistryCalls(transport, registry, Tokens.NONE, RetryPolicy.DEFAULT);
        this.tokens = settings.token() != null
                ? Tokens.fixed(settings.token())
                : new SessionTokens(credentials, registry.toString(), new SessionCalls(anonymous), clock);
        this.calls = new RegistryCalls(transport, registry, tokens, RetryPolicy.DEFAULT);
    }

    /** Opens a client. {@link ClientException} when no registry is named and nobody is signed in anywhere. */
    public static BaleClient open(ClientSettings settings) {
        CredentialsFile credentials = new CredentialsFile(settings.configFolder());
        URI registry = settings.registry();
        if (registry == null) {
            String current = credentials.read().current();
            if (current == null) {
                throw new ClientException(
                        ClientException.Kind.DENIED,
                        "No registry is known. Sign in to one (bale login https://bale.example.org), or name it in"
                                + " BALE_REGISTRY.");
            }
            registry = ClientSettings.address(current);
        }
        return new BaleClient(settings, registry, credentials, Clock.systemUTC());
    }

    /** The address of the registry. */
    public URI registry() {
        return calls.registry();
    }

    /** The registry itself, and a warning when its clock and ours are more than a minute apart. */
    public RegistryInfo registryInfo(Progress progress) {
        RegistryInfo info = new SessionCalls(calls).registry();
        Duration skew = Duration.between(clock.instant(), info.time());
        if (skew.abs().compareTo(SKEW) > 0) {
            progress.warn("The clock of this machine is " + skew.abs().toSeconds() + " s "
                    + (skew.isNegative() ? "ahead of" : "behind")
                    + " the registry's. Set it right: URLs may die early or be refused.");
        }
        return info;
    }

    /** Sessions and accounts. */
    public SessionCalls sessions() {
        return new SessionCalls(calls);
    }

    /** Signs in with a local account and returns its name. */
    public String signIn(String name, String secret) {
        return new SignIn(credentials, clock).signIn(anonymous, name, secret);
    }

    /** Asks for a code that a person confirms in the browser; {@link #awaitDeviceSignIn} goes on from there. */
    public DeviceLogin beginDeviceSignIn() {
        return deviceSignIn().begin(anonymous);
    }

    /** Waits until the code was confirmed, keeps the session, and returns the account. */
    public String awaitDeviceSignIn(DeviceLogin login) {
        return deviceSignIn().await(anonymous, login);
    }

    private DeviceSignIn deviceSignIn() {
        return new DeviceSignIn(new SignIn(credentials, clock), clock);
    }

    /** Keeps an API token for this registry, and returns whose it is. */
    public String signInByToken(String token) {
        RegistryCalls withToken = new RegistryCalls(transport, registry(), Tokens.fixed(token), RetryPolicy.DEFAULT);
        return new SignIn(credentials, clock).keepToken(withToken, token);
    }

    /** Signed-in calls to the registry, for what has no method of its own here. */
    public RegistryCalls calls() {
        return calls;
    }

    /** Who may do what. */
    public AccessCalls access() {
        return new AccessCalls(calls);
    }

    /** Accounts and sessions. */
    public AccountCalls accounts() {
        return new AccountCalls(calls);
    }

    /** What was recalled from this account. */
    public RecallCalls recalls() {
        return new RecallCalls(calls);
    }

    /** Removes from the local store what was recalled, and returns how many fragments that was. */
    public long purge(Progress progress) {
        return new PurgeStore(calls, store(), progress).purge();
    }

    /** Withdrawals, for administrators and auditors. */
    public WithdrawalCalls withdrawals() {
        return new WithdrawalCalls(calls);
    }

    /** The audit trail. */
    public AuditCalls audit() {
        return new AuditCalls(calls);
    }

    /** What happened: questions to the audit trail. */
    public EventCalls events() {
        return new EventCalls(calls);
    }

    /** Where bytes are and who was handed them. */
    public TraceCalls trace() {
        return new TraceCalls(calls);
    }

    /** Ends the session and forgets it. */
    public void signOut() {
        new SignIn(credentials, clock).signOut(calls);
    }

    /**
     * A token that other programs can send as their bearer, fresh where a session can renew it. It is a secret: whoever
     * has it acts as this account until it dies. {@link ClientException} when nobody is signed in.
     */
    public String accessToken() {
        tokens.current().ifPresent(tokens::renew);
        // A session that has ended is found out here, in words that say what to do.
        sessions().whoami();
        return tokens.current()
                .orElseThrow(() -> new ClientException(
                        ClientException.Kind.DENIED, "Not signed in to " + registry() + ". Sign in with: bale login"));
    }

    /** One package. */
    public PackageCalls inPackage(PackageName name) {
        return new PackageCalls(calls, name);
    }

    /** One version. */
    public VersionCalls version(Reference reference) {
        return inPackage(reference.packageName()).version(ResolvedVersion.wire(reference.selector()));
    }

    /** Packages whose names begin with a prefix. */
    public PackageCalls.PackagePage packages(Optional<String> prefix, Optional<String> after, int limit) {
        return PackageCalls.list(calls, prefix.orElse(null), after.orElse(null), limit);
    }

    /** Pushes a folder. */
    public PushReport push(Path folder, PackageName name, PushOptions options, Progress progress) {
        return new PushFolder(calls, storage, store(), progress).push(folder, name, options);
    }

    /** Installs a version, or a folder or file of it. */
    public InstallReport install(Reference reference, Path target, InstallOptions options, Progress progress) {
        return new InstallVersion(calls, storage, store(), progress).install(reference, target, options);
    }

    /** Writes a file of a version to a stream. */
    public void cat(Reference reference, OutputStream out) throws IOException {
        new CatEntry(calls, storage, store()).cat(reference, out);
    }

    /** Compares a folder with a version. */
    public VerifyReport verify(Path folder, Reference reference, Progress progress) throws IOException {
        return new VerifyFolder(store(), progress).againstVersion(folder, reference, calls);
    }

    /** The local store. */
    public LocalStore store() {
        return LocalStore.open(settings.storeFolder());
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
