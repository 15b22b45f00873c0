package dev.bale.registry.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of the web UI: where it is served, and what a browser lets it do. */
@QuarkusTest
class PagesOfTheUiTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static Response open(String path) {
        return RestAssured.given()
                .header("Accept", BROWSER)
                .redirects()
                .follow(false)
                .get(path);
    }

    private static String script() {
        Matcher script = Pattern.compile("/web/[\\w.-]+[.]js").matcher(open("/").asString());
        assertThat(script.find()).isTrue();
        return script.group();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/index.html", "/packages/team/sales", "/audit/trace?sha256=x", "/no/such/page", "/v1x"})
    void every_address_that_is_not_the_apis_is_the_page(String path) {
        Response page = open(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.contentType()).isEqualTo("text/html;charset=utf-8");
        assertThat(page.asString()).contains("<div id=\"root\">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/no-such-thing", "/web/no-such-file.js", "/assets/none.css", "/.well-known/nothing"})
    void what_the_api_does_not_know_is_a_problem_and_no_page(String path) {
        Response answer = open(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.asString()).doesNotContain("id=\"root\"");
    }

    @Test
    void a_program_that_asks_for_no_page_gets_none() {
        Response answer = RestAssured.given().header("Accept", "*/*").get("/packages/team/sales");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    @Test
    void no_address_of_the_contract_is_a_page() {
        Set<String> paths =
                new OpenAPIV3Parser().read("../openapi.yaml").getPaths().keySet();

        assertThat(paths).isNotEmpty().noneMatch(path -> PageRoutes.isPage(HttpMethod.GET, path, BROWSER));
    }

    @Test
    void the_page_may_talk_to_the_registry_and_its_stores_and_to_nobody_else() {
        String policy = open("/").header("Content-Security-Policy");

        assertThat(policy)
                .startsWith(
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' http")
                .endsWith("; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
                .doesNotContain("unsafe", "data:", "*");
        List<String> stores = Api.admin()
                .as()
                .get("/v1/stores")
                .jsonPath()
                .getList("stores.collect { it.public_endpoint ?: it.endpoint }", String.class);
        assertThat(policy.replaceAll(".*connect-src 'self' ([^;]*);.*", "$1").split(" "))
                .containsExactlyInAnyOrderElementsOf(stores.stream().distinct().toList());
    }

    @Test
    void the_page_runs_no_script_but_files_and_is_asked_for_each_time() {
        Response page = open("/");

        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(page.asString()).doesNotContain("<style", " style=", "http://", "https://", "data:");
        assertThat(page.asString().replaceAll("<script [^>]*src=[^>]*></script>", ""))
                .doesNotContain("<script");
        Response again = RestAssured.given()
                .header("Accept", BROWSER)
                .header("If-None-Match", page.header("ETag"))
                .get("/");
        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void its_files_are_kept_for_ever_and_travel_compressed() {
        Response file = RestAssured.given().header("Accept-Encoding", "gzip").get(script());

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.contentType()).startsWith("text/javascript");
        assertThat(file.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(file.header("Content-Security-Policy")).contains("script-src 'self'");
        assertThat(file.header("Content-Encoding")).isEqualTo("gzip");
    }
}
