package dev.bale.registry.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.bale.registry.api.Api;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser as far as the sign-in sees one: it keeps cookies, follows nothing, and says where its forms come from. */
final class TestBrowser {
    static final String ORIGIN = "https://bale.test";

    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"form\" value=\"([\\w-]+)\"");

    private final Map<String, String> cookies = new HashMap<>();

    Response get(String path) {
        return keep(request().urlEncodingEnabled(false).get(path));
    }

    Response post(String path, Map<String, String> form) {
        return keep(request()
                .header("Origin", ORIGIN)
                .header("Sec-Fetch-Site", "same-origin")
                .contentType("application/x-www-form-urlencoded; charset=utf-8")
                .formParams(form)
                .post(path));
    }

    /** A request with this browser's cookies and nothing else. */
    RequestSpecification request() {
        return Api.anonymous().cookies(cookies).redirects().follow(false);
    }

    private Response keep(Response answer) {
        for (Cookie cookie : answer.detailedCookies()) {
            if (cookie.getMaxAge() == 0) {
                cookies.remove(cookie.getName());
            } else {
                cookies.put(cookie.getName(), cookie.getValue());
            }
        }
        return answer;
    }

    Map<String, String> cookies() {
        return cookies;
    }

    /** The token that the forms of a page carry. */
    static String formToken(Response page) {
        Matcher matcher = FORM_TOKEN.matcher(page.asString());
        assertThat(matcher.find()).as(page.asString()).isTrue();
        return matcher.group(1);
    }

    /** Off to the provider; answers where the registry sent the browser. */
    URI begin(ProviderControl provider, String returnTo) {
        Response answer = get("/sign-in/oidc/" + provider.name() + "?return_to="
                + URLEncoder.encode(returnTo, StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(303);
        return URI.create(answer.header("Location"));
    }

    /** Back from the provider. */
    Response callback(ProviderControl provider, String state, String code) {
        return get("/sign-in/oidc/" + provider.name() + "/callback?state=" + state + "&code=" + code + "&iss="
                + URLEncoder.encode(provider.issuer(), StandardCharsets.UTF_8));
    }

    /** The whole way; answers what the callback answered. */
    Response signIn(ProviderControl provider, String subject) {
        URI redirect = begin(provider, "/device");
        return callback(provider, parameter(redirect, "state"), provider.login(redirect, subject));
    }

    /** Signs in, which must succeed. */
    TestBrowser signedIn(ProviderControl provider, String subject) {
        Response answer = signIn(provider, subject);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(303);
        return this;
    }

    /** What the page's token is traded for. */
    Response token() {
        return request().header("Origin", ORIGIN).post("/v1/sessions/browser");
    }

    /** The API as this browser's person. */
    Api api() {
        Response answer = token();
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return Api.withToken(answer.path("access_token"));
    }

    static String parameter(URI address, String name) {
        return URLUtils.parseParameters(address.getRawQuery())
                .getOrDefault(name, List.of(""))
                .getFirst();
    }
}
