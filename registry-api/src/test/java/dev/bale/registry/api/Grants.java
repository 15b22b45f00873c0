package dev.bale.registry.api;

import dev.bale.registry.db.access.GrantRepository;
import dev.bale.registry.db.access.NewGrant;
import dev.bale.registry.db.access.PrincipalKey;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Granting and revoking as tests need it: through the HTTP interface as an owner, or beneath it as nobody in particular. */
public final class Grants {
    private Grants() {}

    /** Grants a role on {@code namespace/name}, or on a namespace where there is no slash; answers the grant's id. */
    public static String grant(Api owner, String scope, String principal, String role) {
        return made(ask(owner, scope, Map.of("principal", principal, "role", role)));
    }

    /** Grants reading one path of a package. */
    public static String grantPath(Api owner, String inPackage, String principal, String path) {
        return made(ask(owner, inPackage, Map.of("principal", principal, "role", "reader", "path", path)));
    }

    /** Asks for a grant. */
    public static ValidatableResponse ask(Api owner, String scope, Map<String, ?> request) {
        return owner.json(new HashMap<>(request)).post(address(scope)).then();
    }

    /** Where the grants of a package or namespace are. */
    public static String address(String scope) {
        return (scope.contains("/") ? "/v1/packages/" : "/v1/namespaces/") + scope + "/access";
    }

    /** Revokes. */
    public static ValidatableResponse revoke(Api owner, String grant) {
        return owner.as().delete("/v1/access/" + grant).then();
    }

    private static String made(ValidatableResponse answer) {
        return answer.statusCode(201).extract().path("grant");
    }

    /** Takes from everyone and the public what they were granted: it would be in the lists of other tests. */
    public static void closeToEveryone() {
        Db.update("update access_grant set revoked_at = now() where audience is not null and revoked_at is null");
    }

    /** Lets an account read a package, or only one path of it; answers the grant's id. */
    public static long reader(String name, String account, @Nullable String path) {
        long id = Db.count("select id from account where name = ?", account);
        return QuarkusTransaction.requiringNew().call(() -> add(new PrincipalKey.Account(id), name, path));
    }

    /** Lets {@code everyone} or the {@code public} read a package. */
    public static long audience(String name, String audience, @Nullable String path) {
        return QuarkusTransaction.requiringNew().call(() -> add(new PrincipalKey.Audience(audience), name, path));
    }

    private static long add(PrincipalKey principal, String name, @Nullable String path) {
        String[] parts = name.split("/", 2);
        long[] ids = Db.query("""
                        select n.id, k.id
                        from package k join namespace n on n.id = k.namespace_id
                        where n.name = ? and k.name = ?
                        """, row -> new long[] {row.getLong(1), row.getLong(2)}, parts[0], parts[1])
                .getFirst();
        return grants().add(new NewGrant(
                principal, "reader", ids[0], ids[1], path, parts[0] + " " + parts[1], null, null, Instant.now(), null));
    }

    /** Revokes it. */
    public static void revoke(long grant) {
        QuarkusTransaction.requiringNew().run(() -> revokeHere(grant));
    }

    /** Revokes it in the running transaction. */
    public static void revokeHere(long grant) {
        grants().revoke(List.of(grant), null, Instant.now());
    }

    private static GrantRepository grants() {
        return CDI.current().select(GrantRepository.class).get();
    }
}
