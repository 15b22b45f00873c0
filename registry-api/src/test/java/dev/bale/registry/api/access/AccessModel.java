package dev.bale.registry.api.access;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What access should be, in the fewest words, to hold the service against. Scopes are {@code ns/} and {@code ns/package}. */
final class AccessModel {
    record Grant(
            String id,
            String principal,
            String scope,
            int role,
            @Nullable String path) {
        boolean samePlace(Grant other) {
            return principal.equals(other.principal)
                    && scope.equals(other.scope)
                    && (path + "").equals(other.path + "");
        }
    }

    record Member(String team, String account) {}

    static final List<String> ROLES = List.of("reader", "writer", "owner");

    final List<Grant> grants = new ArrayList<>();
    final Set<Member> members = new HashSet<>();
    final Set<String> admins = new HashSet<>();

    private Stream<Grant> applying(String account, String scope) {
        String namespace = scope.substring(0, scope.indexOf('/') + 1);
        return grants.stream()
                .filter(grant -> grant.scope.equals(scope) || grant.scope.equals(namespace))
                .filter(grant -> grant.principal.equals(account)
                        || grant.principal.equals("everyone")
                        || members.contains(new Member(grant.principal, account)));
    }

    boolean reads(String account, String scope, String path) {
        return admins.contains(account)
                || applying(account, scope)
                        .anyMatch(grant -> grant.path == null || (path + "/").startsWith(grant.path + "/"));
    }

    boolean sees(String account, String scope) {
        return admins.contains(account) || applying(account, scope).findAny().isPresent();
    }

    boolean may(String account, String scope, String role) {
        return admins.contains(account)
                || applying(account, scope).anyMatch(grant -> grant.role >= ROLES.indexOf(role));
    }

    boolean lastOwner(Grant leaving) {
        return leaving.role == 2
                && leaving.scope.endsWith("/")
                && grants.stream()
                        .noneMatch(grant ->
                                !grant.equals(leaving) && grant.role == 2 && grant.scope.equals(leaving.scope));
    }

    Optional<Grant> at(Grant place) {
        return grants.stream().filter(place::samePlace).findFirst();
    }
}
