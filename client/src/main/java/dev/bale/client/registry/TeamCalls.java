package dev.bale.client.registry;

import dev.bale.client.http.Encoding;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Teams and their members. */
public final class TeamCalls {
    private static final int PAGE = 500;

    private final RegistryCalls calls;

    /** Over these calls. */
    public TeamCalls(RegistryCalls calls) {
        this.calls = calls;
    }

    /** A team; {@code urlsExpireAt} where memberships were just ended: until when URLs may live that were handed out by them. */
    public record Team(
            String name,
            @Nullable String providerGroup,
            long members,
            Instant createdAt,
            @Nullable Instant urlsExpireAt) {}

    /** A part of the list of teams; {@code next} is null at its end. */
    public record TeamPage(List<Team> teams, @Nullable String next) {}

    /** A member; {@code sources} are {@code hand} and {@code provider}. */
    public record Member(String account, String kind, boolean disabled, List<String> sources, Instant since) {}

    /** A part of the members; {@code next} is null at its end. */
    public record MemberPage(List<Member> members, @Nullable String next) {}

    /** Somebody who was removed, and whether the provider's group keeps him in; {@code detail} is for people. */
    public record Removed(
            String account,
            boolean stillMember,
            String detail,
            @Nullable Instant urlsExpireAt) {}

    /** A team that is gone; {@code detail} is for people. */
    public record Ended(String name, long membersRemoved, long grantsRevoked, String detail, Instant urlsExpireAt) {}

    /** Teams whose name contains the text, from a cursor on. */
    public TeamPage list(@Nullable String filter, @Nullable String after) {
        return calls.call(
                Call.get("/v1/teams" + Query.of("filter", filter, "after", after, "limit", PAGE)), TeamPage.class);
    }

    /** One team. */
    public Team team(String name) {
        return calls.call(Call.get(path(name)), Team.class);
    }

    /** Makes a team. */
    public Team make(String name, @Nullable String providerGroup) {
        Map<String, String> request = new LinkedHashMap<>(Map.of("name", name));
        if (providerGroup != null) {
            request.put("provider_group", providerGroup);
        }
        return calls.call(Call.json("POST", "/v1/teams", request).once(), Team.class);
    }

    /** Binds a team to a group of the identity provider; empty for none. */
    public Team bind(String name, String providerGroup) {
        return calls.call(Call.json("PATCH", path(name), Map.of("provider_group", providerGroup)), Team.class);
    }

    /** Ends a team. */
    public Ended end(String name) {
        return calls.call(Call.json("DELETE", path(name), null).once(), Ended.class);
    }

    /** The members of a team by name, from a cursor on. */
    public MemberPage members(String name, @Nullable String after) {
        return calls.call(
                Call.get(path(name) + "/members" + Query.of("after", after, "limit", PAGE)), MemberPage.class);
    }

    /** Adds a member. */
    public Member add(String name, String account) {
        return calls.call(Call.json("PUT", member(name, account), null), Member.class);
    }

    /** Removes a member. */
    public Removed remove(String name, String account) {
        return calls.call(Call.json("DELETE", member(name, account), null).once(), Removed.class);
    }

    private static String path(String name) {
        return "/v1/teams/" + Encoding.segment(name);
    }

    private static String member(String name, String account) {
        return path(name) + "/members/" + Encoding.segment(account);
    }
}
