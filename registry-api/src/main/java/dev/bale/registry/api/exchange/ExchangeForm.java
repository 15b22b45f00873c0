package dev.bale.registry.api.exchange;

import dev.bale.registry.api.problems.RegistryException.TokenRefused;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The form of a token exchange. What is not known is ignored, as the RFC has it; what comes twice is refused. */
record ExchangeForm(String subjectToken) {
    private static final int LONGEST = 64 << 10;
    private static final int FIELDS = 30;
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String TYPE = "urn:ietf:params:oauth:token-type:";
    private static final Set<String> TAKEN = Set.of(TYPE + "jwt", TYPE + "id_token");

    /** Also the type of what comes back. */
    static final String ACCESS_TOKEN = TYPE + "access_token";

    static ExchangeForm parse(String body) {
        Map<String, String> fields = fields(body);
        if (!GRANT.equals(required(fields, "grant_type"))) {
            throw TokenRefused.unsupportedGrantType("This address takes the grant type " + GRANT + " alone.");
        }
        if (!TAKEN.contains(required(fields, "subject_token_type"))) {
            throw TokenRefused.invalidRequest("`subject_token_type` is " + TYPE + "jwt or " + TYPE + "id_token.");
        }
        if (fields.containsKey("actor_token")) {
            throw TokenRefused.invalidRequest("`actor_token` is not supported: nobody acts for another here.");
        }
        Optional.ofNullable(fields.get("requested_token_type"))
                .filter(type -> !type.equals(ACCESS_TOKEN))
                .ifPresent(_ -> {
                    throw TokenRefused.invalidRequest("`requested_token_type` is " + ACCESS_TOKEN + ".");
                });
        return new ExchangeForm(required(fields, "subject_token"));
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null || value.isBlank()) {
            throw TokenRefused.invalidRequest("`" + name + "` is missing.");
        }
        return value;
    }

    private static Map<String, String> fields(String body) {
        if (body.length() > LONGEST) {
            throw TokenRefused.invalidRequest("The form is longer than " + LONGEST + " characters.");
        }
        Map<String, String> fields = new HashMap<>();
        String[] pairs = body.split("&", FIELDS + 1);
        if (pairs.length > FIELDS) {
            throw TokenRefused.invalidRequest("The form has more than " + FIELDS + " fields.");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals > 0
                    && fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1))) != null) {
                throw TokenRefused.invalidRequest("A field of the form comes twice.");
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw TokenRefused.invalidRequest("The form is not written as application/x-www-form-urlencoded.");
        }
    }

    @Override
    public String toString() {
        return "ExchangeForm[]";
    }
}
