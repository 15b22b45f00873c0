package dev.bale.registry.api.signin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A provider over real HTTP that checks what it is sent as a good one does, and misbehaves where a test tells it to: for one person
 * ({@code POST /people/SUB}) or altogether ({@code POST /mode}). {@link ProviderControl} is how tests tell it.
 */
public final class TestProvider implements AutoCloseable {
    /** The secret of every client. */
    public static final String CLIENT_SECRET = "the client's secret for tests";

    /** The id of every client. */
    public static final String CLIENT_ID = "bale-tests";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Map<String, Object>> people = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
    private final Map<String, String> accessTokens = new ConcurrentHashMap<>();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Map<String, Object> extraMetadata;
    private volatile Map<String, Object> mode = Map.of();
    private volatile RSAKey key = newKey();

    private TestProvider(HttpServer server, Map<String, Object> extraMetadata) {
        this.server = server;
        this.extraMetadata = extraMetadata;
    }

    /** Starts one; {@code extraMetadata} is added to its discovery document, null removes. */
    public static TestProvider start(Map<String, Object> extraMetadata) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TestProvider provider = new TestProvider(server, extraMetadata);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", provider::answer);
            server.start();
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its name in tokens and its address. */
    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean control = path.startsWith("/people/")
                    || List.of("/mode", "/login", "/sign", "/rotate", "/counts").contains(path);
            counts.merge(path, 1, Integer::sum);
            if (!control && misbehave(exchange, path)) {
                return;
            }
            switch (path) {
                case "/.well-known/openid-configuration" -> send(exchange, 200, metadata());
                case "/jwks" -> send(exchange, 200, new JWKSet(key.toPublicJWK()).toJSONObject());
                case "/token" -> token(exchange, form(body));
                case "/userinfo" -> userInfo(exchange);
                case "/mode" -> {
                    mode = object(body);
                    send(exchange, 200, Map.of());
                }
                case "/counts" -> send(exchange, 200, Map.copyOf(counts));
                case "/rotate" -> {
                    key = newKey();
                    send(exchange, 200, Map.of());
                }
                case "/login" -> send(exchange, 200, Map.of("code", login(form(body))));
                case "/sign" -> send(exchange, 200, Map.of("token", sign(object(body))));
                default -> {
                    people.put(path.substring("/people/".length()), object(body));
                    send(exchange, 200, Map.of());
                }
            }
        } catch (JOSEException e) {
            throw new IOException(e);
        }
    }

    /** Down, slow or endless, where the mode says so for this path. */
    private boolean misbehave(HttpExchange exchange, String path) throws IOException {
        switch (String.valueOf(mode.get(path))) {
            case "down" -> send(exchange, 503, Map.of("error", "temporarily_unavailable"));
            case "slow" -> {
                exchange.sendResponseHeaders(200, 0);
                trickle(exchange.getResponseBody());
            }
            case "huge" -> {
                // What would do if it were not so large.
                byte[] document =
                        (" ".repeat(2 << 20) + JSON.writeValueAsString(metadata())).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(document);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void trickle(OutputStream out) {
        try {
            for (int i = 0; i < 300; i++) {
                out.write(' ');
                out.flush();
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException e) {
            // Whoever asked has gone.
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> metadata() {
        Map<String, Object> metadata = new HashMap<>(Map.of(
                "issuer", issuer(),
                "authorization_endpoint", issuer() + "/authorize?tenant=tests",
                "token_endpoint", issuer() + "/token",
                "jwks_uri", issuer() + "/jwks",
                "userinfo_endpoint", issuer() + "/userinfo",
                "end_session_endpoint", issuer() + "/end-session",
                "response_types_supported", List.of("code"),
                "subject_types_supported", List.of("public"),
                // A client must not believe everything that a document offers.
                "id_token_signing_alg_values_supported", List.of("RS256", "HS256", "none")));
        extraMetadata.forEach((name, value) -> {
            if ("absent".equals(value)) {
                metadata.remove(name);
            } else {
                metadata.put(name, value);
            }
        });
        return metadata;
    }

    /** Somebody signs in at the page that the registry's redirect led to. */
    private String login(Map<String, String> request) {
        String code = UUID.randomUUID().toString();
        codes.put(code, request);
        return code;
    }

    private void token(HttpExchange exchange, Map<String, String> form) throws IOException, JOSEException {
        String basic = Base64.getEncoder()
                .encodeToString(
                        (CLIENT_ID + ":" + CLIENT_SECRET.replace("'", "%27").replace(" ", "+"))
                                .getBytes(StandardCharsets.UTF_8));
        if (!("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, Map.of("error", "invalid_client"));
            return;
        }
        String subject = "authorization_code".equals(form.get("grant_type"))
                ? subjectOfCode(form)
                : refreshTokens.get(String.valueOf(form.get("refresh_token")));
        if (subject == null) {
            send(exchange, 400, Map.of("error", "invalid_grant"));
            return;
        }
        Map<String, Object> person = people.getOrDefault(subject, Map.of());
        boolean refreshing = "refresh_token".equals(form.get("grant_type"));
        switch (refreshing ? String.valueOf(person.get("refresh")) : "ok") {
            case "refused" -> send(exchange, 400, Map.of("error", "invalid_grant"));
            case "down" -> send(exchange, 503, Map.of("error", "temporarily_unavailable"));
            case "misconfigured" -> send(exchange, 401, Map.of("error", "invalid_client"));
            default -> send(exchange, 200, tokens(subject, person, form, refreshing));
        }
    }

    private Map<String, Object> tokens(
            String subject, Map<String, Object> person, Map<String, String> form, boolean refreshing)
            throws JOSEException {
        Map<String, Object> answer = new HashMap<>();
        String accessToken = UUID.randomUUID().toString();
        accessTokens.put(accessToken, subject);
        answer.put("access_token", accessToken);
        answer.put("token_type", "Bearer");
        answer.put("expires_in", 60);
        if (!Boolean.TRUE.equals(person.get("without_refresh_token"))) {
            // Rotates, as many do: the one before is dead.
            refreshTokens.remove(String.valueOf(form.get("refresh_token")));
            String refreshToken = UUID.randomUUID().toString();
            refreshTokens.put(refreshToken, subject);
            answer.put("refresh_token", refreshToken);
        }
        String nonce = refreshing
                ? null
                : codes.getOrDefault(String.valueOf(form.get("code")), Map.of()).get("nonce");
        if (!(refreshing && Boolean.TRUE.equals(person.get("no_id_token_at_refresh")))) {
            answer.put("id_token", idToken(subject, person, nonce));
        }
        return answer;
    }

    private String idToken(String subject, Map<String, Object> person, @Nullable String nonce) throws JOSEException {
        long now = System.currentTimeMillis() / 1000;
        Map<String, Object> claims =
                new HashMap<>(Map.of("iss", issuer(), "sub", subject, "aud", CLIENT_ID, "iat", now, "exp", now + 300));
        if (nonce != null) {
            claims.put("nonce", nonce);
        }
        claims.putAll(map(person.get("claims")));
        return sign(Map.of("claims", claims, "signing", String.valueOf(person.get("signing"))));
    }

    private @Nullable String subjectOfCode(Map<String, String> form) {
        Map<String, String> request = codes.get(String.valueOf(form.get("code")));
        if (request == null || request.containsKey("used")) {
            return null;
        }
        Map<String, String> used = new HashMap<>(request);
        used.put("used", "yes");
        codes.put(form.get("code"), used);
        String challenge = CodeChallenge.compute(
                        CodeChallengeMethod.S256, new CodeVerifier(String.valueOf(form.get("code_verifier"))))
                .getValue();
        boolean right = "S256".equals(request.get("code_challenge_method"))
                && challenge.equals(request.get("code_challenge"))
                && request.get("redirect_uri").equals(form.get("redirect_uri"));
        return right ? request.get("sub") : null;
    }

    private void userInfo(HttpExchange exchange) throws IOException {
        String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                .replace("Bearer ", "");
        String subject = accessTokens.get(token);
        if (subject == null) {
            send(exchange, 401, Map.of("error", "invalid_token"));
            return;
        }
        Map<String, Object> info =
                new HashMap<>(map(people.getOrDefault(subject, Map.of()).get("user_info")));
        info.putIfAbsent("sub", subject);
        send(exchange, 200, info);
    }

    private String sign(Map<String, Object> request) throws JOSEException {
        JWTClaimsSet claims;
        try {
            claims = JWTClaimsSet.parse(map(request.get("claims")));
        } catch (java.text.ParseException e) {
            throw new IllegalArgumentException(e);
        }
        String type = String.valueOf(request.getOrDefault("typ", "JWT"));
        RSAKey published = key;
        RSAKey other = newKey();
        return switch (String.valueOf(request.get("signing"))) {
            case "unsigned" -> new PlainJWT(claims).serialize();
            case "public-key-as-secret" -> {
                SignedJWT jwt = new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .keyID(published.getKeyID())
                                .build(),
                        claims);
                jwt.sign(new MACSigner(published.toRSAPublicKey().getEncoded()));
                yield jwt.serialize();
            }
            case "unknown-key" -> signed(claims, type, other, other.getKeyID());
            case "another-key-of-that-id" -> signed(claims, type, other, published.getKeyID());
            default -> signed(claims, type, published, published.getKeyID());
        };
    }

    private static String signed(JWTClaimsSet claims, String type, RSAKey by, String keyId) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(keyId)
                        .type(new JOSEObjectType(type))
                        .build(),
                claims);
        jwt.sign(new RSASSASigner(by));
        return jwt.serialize();
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, Map<String, Object> answer) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        URLUtils.parseParameters(body).forEach((name, values) -> form.put(name, values.getFirst()));
        return form;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(String body) throws IOException {
        return JSON.readValue(body, Map.class);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }
}
