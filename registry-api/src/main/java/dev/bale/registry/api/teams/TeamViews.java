package dev.bale.registry.api.teams;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.registry.db.access.MembershipRepository.MemberRow;
import dev.bale.registry.db.packages.NamespaceListRepository.TeamRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told of teams and their members. */
final class TeamViews {
    private TeamViews() {}

    /** A team. {@code urlsExpireAt} is told by the answer that ends memberships: until then URLs may live that were handed out by them. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Team(
            String name,
            @Nullable String providerGroup,
            long members,
            Instant createdAt,
            @Nullable Instant urlsExpireAt) {
        static Team of(TeamRow row) {
            return new Team(row.name(), row.providerGroup(), row.members(), row.createdAt(), null);
        }

        Team withUrlsUntil(Instant at) {
            return new Team(name, providerGroup, members, createdAt, at);
        }
    }

    /** A part of the teams, by name. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Teams(List<Team> teams, @Nullable String next) {}

    /** A member. {@code sources} are {@code hand} and {@code provider}; {@code since} is the earliest of their beginnings. */
    record Member(String account, String kind, boolean disabled, List<String> sources, Instant since) {
        static Member of(MemberRow row) {
            return new Member(row.account(), row.kind(), row.disabled(), row.sources(), row.since());
        }
    }

    /** A part of the members, by name. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Members(List<Member> members, @Nullable String next) {}

    /** Somebody who was removed by hand; {@code stillMember} where the provider's group keeps him in. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Removed(
            String account,
            boolean stillMember,
            String detail,
            @Nullable Instant urlsExpireAt) {}

    /** A team that is gone, and what became of its namespace. */
    record Ended(String name, long membersRemoved, long grantsRevoked, String detail, Instant urlsExpireAt) {}
}
