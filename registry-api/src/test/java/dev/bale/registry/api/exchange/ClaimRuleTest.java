package dev.bale.registry.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.bale.registry.api.access.TokenLimits;
import dev.bale.registry.api.access.TokenLimits.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimRuleTest {
    private static ClaimRule rule(Map<String, String> claims) {
        return new ClaimRule(1, "robot", claims, new TokenLimits(Set.of(Scope.READ), List.of()));
    }

    /** Claims as the platform's documentation shows them. */
    private static Map<String, Object> recorded(String platform) throws IOException, ParseException {
        return JWTClaimsSet.parse(Files.readString(Path.of("src/test/resources/claims/" + platform + ".json")))
                .getClaims();
    }

    @ParameterizedTest
    @CsvSource({
        "abc, abc, true",
        "abc, abcd, false",
        "abc, ab, false",
        "abc*, abc, true",
        "abc*, abcdef, true",
        "abc*, xabc, false",
        "*abc, xabc, true",
        "*abc, abcx, false",
        "a*c, abbbc, true",
        "a*c, ac, true",
        "a*c, a, false",
        "aba*aba, aba, false",
        "a*b*c, axxbyyc, true",
        "a*b*c, axxcyyb, false",
        "a*bc*bc, abc, false",
        "*, anything, true",
        "**, anything, true",
        "a.c, abc, false",
        "[a-z], b, false",
        "a?c, abc, false",
    })
    void a_pattern_is_the_whole_text_with_stars(String pattern, String text, boolean matches) {
        assertThat(ClaimRule.matchesText(pattern, text)).isEqualTo(matches);
    }

    @Test
    void a_hostile_text_costs_little_time() {
        String text = "a".repeat(100_000);

        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(ClaimRule.matchesText("a*".repeat(50) + "b", text))
                        .isFalse());
    }

    @Test
    void all_claims_of_a_rule_must_match() {
        Map<String, Object> claims = Map.of("repository", "acme/sales", "ref", "refs/heads/main");

        assertThat(rule(Map.of("repository", "acme/sales", "ref", "refs/heads/main"))
                        .matches(claims))
                .isTrue();
        assertThat(rule(Map.of("repository", "acme/sales", "ref", "refs/heads/dev"))
                        .matches(claims))
                .isFalse();
        assertThat(rule(Map.of("repository", "acme/sales", "missing", "*")).matches(claims))
                .isFalse();
    }

    @Test
    void numbers_and_booleans_compare_as_text_and_objects_not_at_all() {
        Map<String, Object> claims =
                Map.of("id", 42L, "protected", true, "nested", Map.of("a", "b"), "list", List.of("x", 7L));

        assertThat(rule(Map.of("id", "42", "protected", "true")).matches(claims))
                .isTrue();
        assertThat(rule(Map.of("nested", "*")).matches(claims)).isFalse();
        assertThat(rule(Map.of("nested/a", "b")).matches(claims)).isTrue();
        assertThat(rule(Map.of("list", "7")).matches(claims)).isTrue();
        assertThat(rule(Map.of("list", "y")).matches(claims)).isFalse();
        assertThat(rule(Map.of("nested/a/b", "*")).matches(claims)).isFalse();
    }

    @Test
    void a_name_with_slashes_is_itself_before_it_is_a_way() {
        assertThat(rule(Map.of("https://acme.example/team", "sales"))
                        .matches(Map.of("https://acme.example/team", "sales")))
                .isTrue();
    }

    @Test
    void a_github_actions_job_matches_by_repository_and_branch_or_by_its_subject() throws Exception {
        Map<String, Object> job = recorded("github-actions");

        assertThat(rule(Map.of("repository", "octo-org/octo-repo", "ref", "refs/heads/*"))
                        .matches(job))
                .isTrue();
        assertThat(rule(Map.of("sub", "repo:octo-org/octo-repo:environment:prod"))
                        .matches(job))
                .isTrue();
        assertThat(rule(Map.of("repository_id", "74", "repository_owner_id", "65"))
                        .matches(job))
                .isTrue();
        assertThat(rule(Map.of("sub", "repo:octo-org/octo-repo2:*")).matches(job))
                .isFalse();
        assertThat(rule(Map.of("sub", "repo:octo-org/octo-repo:ref:refs/heads/main"))
                        .matches(job))
                .isFalse();
    }

    @Test
    void a_gitlab_job_matches_by_project_and_protected_branch() throws Exception {
        Map<String, Object> job = recorded("gitlab-ci");

        assertThat(rule(Map.of("project_path", "my-group/my-project", "ref_protected", "true"))
                        .matches(job))
                .isTrue();
        assertThat(rule(Map.of("sub", "project_path:my-group/my-project:ref_type:branch:ref:*"))
                        .matches(job))
                .isTrue();
        assertThat(rule(Map.of("project_path", "my-group/*", "ref_protected", "false"))
                        .matches(job))
                .isFalse();
    }

    @Test
    void a_pod_matches_by_its_service_account() throws Exception {
        Map<String, Object> pod = recorded("kubernetes");

        assertThat(rule(Map.of("sub", "system:serviceaccount:my-namespace:my-serviceaccount"))
                        .matches(pod))
                .isTrue();
        assertThat(rule(Map.of(
                                "kubernetes.io/namespace", "my-namespace",
                                "kubernetes.io/serviceaccount/name", "my-*"))
                        .matches(pod))
                .isTrue();
        assertThat(rule(Map.of("kubernetes.io/serviceaccount/name", "other")).matches(pod))
                .isFalse();
        assertThat(rule(Map.of("kubernetes.io/serviceaccount", "*")).matches(pod))
                .isFalse();
    }
}
