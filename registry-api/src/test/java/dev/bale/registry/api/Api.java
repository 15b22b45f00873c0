package dev.bale.registry.api;

import static io.restassured.RestAssured.given;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.restassured.OpenApiValidationFilter;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.AccountRow;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.RestAssured;
import io.restassured.filter.log.LogDetail;
import io.restassured.http.ContentType;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The HTTP interface as tests use it: whoever asks, every answer must be what openapi.yaml says. */
public final class Api {
    // Tests send bad requests on purpose; it is the answers that must keep to the contract.
    private static final OpenApiValidationFilter CONTRACT =
            new OpenApiValidationFilter(OpenApiInteractionValidator.createForSpecificationUrl("../openapi.yaml")
                    .withLevelResolver(LevelResolver.create()
                            .withLevel("validation.request", ValidationReport.Level.IGNORE)
                            .build())
                    .build());
    private static final AtomicLong NAMES = new AtomicLong(System.nanoTime() % 1_000_000);

    // Signing in costs a bcrypt each; tokens live for minutes.
    private static final Duration KEPT = Duration.ofMinutes(2);
    private static Api keptAdmin = new Api("");
    private static Instant keptUntil = Instant.MIN;

    private final String token;

    static {
        // A failed expectation shows the whole answer, problem document and all.
        RestAssured.enableLoggingOfRequestAndResponseIfValidationFails(LogDetail.ALL);
    }

    private Api(String token) {
        this.token = token;
    }

    /** Signed in as the administrator. */
    public static synchronized Api admin() {
        if (Instant.now().isAfter(keptUntil)) {
            keptAdmin = signedIn("admin", RegistryServers.ADMIN_SECRET);
            keptUntil = Instant.now().plus(KEPT);
        }
        return keptAdmin;
    }

    /** Signs in anew when the administrator is asked for next, whose key was revoked. */
    public static synchronized void forgetAdmin() {
        keptUntil = Instant.MIN;
    }

    /** Signed in as a new account without any rights but its own namespace, which has its name. */
    public static Api newAccount(String name) {
        AccountRepository accounts =
                CDI.current().select(AccountRepository.class).get();
        QuarkusTransaction.requiringNew().run(() -> {
            AccountRow account = accounts.create(name, "person", false, Instant.now());
            accounts.setSecret(account.id(), BcryptUtil.bcryptHash(secretOf(name), 4), Instant.now());
        });
        return signedIn(name, secretOf(name));
    }

    /** The secret of an account that {@link #newAccount} made. */
    public static String secretOf(String name) {
        return "secret of " + name;
    }

    /** Whoever holds that access token. */
    public static Api withToken(String token) {
        return new Api(token);
    }

    /** Signed in with name and secret. */
    public static Api signedIn(String name, String secret) {
        return new Api(session(name, secret).path("access_token"));
    }

    /** The whole answer to a sign-in. */
    public static ExtractableResponse<Response> session(String name, String secret) {
        return anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("name", name, "secret", secret, "client", "tests"))
                .post("/v1/sessions")
                .then()
                .statusCode(201)
                .extract();
    }

    /** A request without any credential. */
    public static RequestSpecification anonymous() {
        return given().filter(CONTRACT).urlEncodingEnabled(true);
    }

    /** A request of this account. */
    public RequestSpecification as() {
        return anonymous().header("Authorization", "Bearer " + token);
    }

    /** A JSON request of this account. */
    public RequestSpecification json(Object body) {
        return as().contentType(ContentType.JSON).body(body);
    }

    /** With a personal access token of this account. */
    public Api tokenWith(List<String> scopes, List<String> patterns) {
        return new Api(json(Map.of("name", "test", "scopes", scopes, "patterns", patterns, "expires_in_days", 1))
                .post("/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token"));
    }

    /** The account's access token. */
    public String token() {
        return token;
    }

    /** A name that no other test uses. */
    public static String unique(String prefix) {
        return prefix + NAMES.incrementAndGet();
    }
}
