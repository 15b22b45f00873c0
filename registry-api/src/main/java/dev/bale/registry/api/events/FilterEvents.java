package dev.bale.registry.api.events;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.events.QueryEvents.Asked;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.registry.Network;
import dev.bale.registry.api.trace.FindContent;
import dev.bale.registry.api.trace.Ordinals;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.audit.EventFilter;
import dev.bale.registry.db.audit.EventQueryRepository;
import dev.bale.registry.db.audit.PlaceRepository;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PackageRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what a question names: accounts, packages by the names they have and had, versions by their top hash, networks. */
@ApplicationScoped
class FilterEvents {
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
    private static final int HASH_DIGITS = 64;

    /** How far from the second in its id a request's events may lie. */
    private static final Duration LONGEST_REQUEST = Duration.ofMinutes(15);

    private static final Duration SKEW = Duration.ofMinutes(1);

    private final AccountRepository accounts;
    private final NamespaceRepository namespaces;
    private final PackageRepository packages;
    private final EventQueryRepository events;
    private final FindContent findContent;

    FilterEvents(
            AccountRepository accounts,
            NamespaceRepository namespaces,
            PackageRepository packages,
            EventQueryRepository events,
            FindContent findContent) {
        this.accounts = accounts;
        this.namespaces = namespaces;
        this.packages = packages;
        this.events = events;
        this.findContent = findContent;
    }

    Asked of(EventQuestion question) {
        Named named = QuarkusTransaction.requiringNew().call(() -> named(question));
        if (question.fragment() == null) {
            return new Asked(named.filter(), named.addresses(), null);
        }
        String hash = question.fragment();
        Map<Long, Ordinals> entries = new HashMap<>(findContent
                .of(
                        hash.startsWith("sha256:") ? Sha256.parse(hash) : Sha256.ofHex(hash),
                        new PlaceRepository.Filter(named.filter().inPackage(), null))
                .ordinals());
        List<Long> versions = named.filter().versions();
        if (versions != null) {
            entries.keySet().retainAll(versions);
        }
        return new Asked(named.filter().of(List.copyOf(entries.keySet())), named.addresses(), entries);
    }

    private record Named(EventFilter filter, List<String> addresses) {}

    private Named named(EventQuestion question) {
        boolean nobody = EventQuestion.PUBLIC.equals(question.principal());
        Scope scope = scope(question.inPackage());
        String network = network(question.address());
        Instant since = time(question.since(), Instant.EPOCH);
        Instant until = time(question.until(), NEVER);
        if (question.request() != null) {
            Instant begun = Instant.ofEpochSecond(HexFormat.fromHexDigitsToLong(question.request(), 0, 8));
            since = latest(since, begun.minus(SKEW));
            until = earliest(until, begun.plus(LONGEST_REQUEST));
        }
        EventFilter filter = new EventFilter(
                question.principal() == null || nobody ? null : account(question.principal()),
                nobody,
                scope.namespace(),
                scope.inPackage(),
                versions(scope, question.version()),
                question.kinds() == null ? List.of() : question.kinds(),
                question.outcome(),
                network,
                question.grant() == null || question.grant().startsWith("r")
                        ? question.grant()
                        : "grant:" + question.grant(),
                question.request(),
                since,
                until);
        return new Named(filter, network == null ? List.of() : addresses(network));
    }

    private record Scope(@Nullable Long namespace, @Nullable Long inPackage) {}

    private long account(String name) {
        return accounts.named(name)
                .map(AccountRow::id)
                .orElseThrow(() -> new NotFound("There is no account " + name + ". `bale account list` shows all."));
    }

    private Scope scope(@Nullable String name) {
        if (name == null) {
            return new Scope(null, null);
        }
        String[] parts = name.split("/", -1);
        if (parts.length == 1 || (parts.length == 2 && parts[1].isEmpty())) {
            return new Scope(
                    namespaces
                            .named(parts[0])
                            .map(NamespaceRow::id)
                            .orElseThrow(() -> new NotFound("There is no namespace " + parts[0] + ".")),
                    null);
        }
        if (parts.length != 2) {
            throw new Invalid("`package` is namespace/name, or a namespace alone.");
        }
        return new Scope(
                null,
                packages.named(parts[0], parts[1])
                        .map(PackageRow::id)
                        .orElseThrow(() -> new NotFound("There is no package " + name + ".")));
    }

    private @Nullable List<Long> versions(Scope scope, @Nullable String hash) {
        if (hash == null) {
            return null;
        }
        Long inPackage = scope.inPackage();
        if (inPackage == null) {
            throw new Invalid("A top hash names a version of a package: give `package` as namespace/name as well.");
        }
        String hex = hash.replaceFirst("^@?(sha256:)?", "");
        return events.versions(inPackage, filled(hex, '0'), filled(hex, 'f'));
    }

    private static byte[] filled(String hex, char digit) {
        char[] rest = new char[HASH_DIGITS - hex.length()];
        Arrays.fill(rest, digit);
        return HexFormat.of().parseHex(hex + new String(rest));
    }

    private static @Nullable String network(@Nullable String address) {
        if (address == null) {
            return null;
        }
        try {
            Network network = Network.parse(address.strip());
            return network.address().getHostAddress() + "/" + network.bits();
        } catch (IllegalArgumentException e) {
            throw new Invalid("`address` is an address or a network such as 192.0.2.0/24.");
        }
    }

    private List<String> addresses(String network) {
        List<String> addresses = events.addresses(network);
        if (addresses.size() > EventQueryRepository.ADDRESSES) {
            throw new Invalid("Events came from more than " + EventQueryRepository.ADDRESSES
                    + " addresses of that network. Name a smaller one.");
        }
        return addresses;
    }

    private static Instant time(@Nullable String text, Instant otherwise) {
        try {
            Instant time = text == null ? otherwise : Instant.parse(text);
            return earliest(latest(time, Instant.EPOCH), NEVER);
        } catch (DateTimeParseException e) {
            throw new Invalid("`since` and `until` are times in UTC such as 2026-11-22T09:00:00Z.");
        }
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
