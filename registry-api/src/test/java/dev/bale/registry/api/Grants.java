package dev.bale.registry.api;

import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.Map;

/** Granting and revoking as tests need it, through the HTTP interface. */
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
}
