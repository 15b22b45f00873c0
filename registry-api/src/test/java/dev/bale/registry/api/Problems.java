package dev.bale.registry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;

/** What a refusal must look like, whatever was asked. */
public final class Problems {
    private Problems() {}

    /** Checks status, type and form of a problem document. */
    public static ValidatableResponse expect(ValidatableResponse answer, int status, String slug) {
        Response response = answer.extract().response();
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.<String>path("type")).as(response.asString()).isEqualTo("/problems/" + slug);
        assertThat(response.<Integer>path("status")).isEqualTo(status);
        assertThat(response.<String>path("detail")).isNotBlank();
        assertThat(response.<String>path("request_id")).isEqualTo(response.header("X-Request-Id"));
        return answer;
    }
}
