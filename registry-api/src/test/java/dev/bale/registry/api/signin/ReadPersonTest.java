package dev.bale.registry.api.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.registry.api.signin.OidcConfig.ProviderConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Claims as providers really send them, recorded with their names changed, against the configuration that docs/single-sign-on.md gives. */
class ReadPersonTest {
    private static final String KEYCLOAK = """
            {"exp":1795305600,"iat":1795305300,"auth_time":1795305299,"jti":"0b8e…","iss":"https://sso.example.org/realms/data",
             "aud":"bale","sub":"f3c1b8a4-55a2-4d31-9a44-d0b1c0a9f7de","typ":"ID","azp":"bale","nonce":"n","sid":"8f3c2d1e-sid",
             "at_hash":"x","acr":"1","email_verified":true,"groups":["analysts","bale-admins"],"preferred_username":"dora.example",
             "email":"dora@example.org","realm_access":{"roles":["offline_access"]}}""";
    private static final String ENTRA = """
            {"ver":"2.0","iss":"https://login.microsoftonline.com/9122040d-6c67-4c5b-b112-36a304b66dad/v2.0",
             "sub":"AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ","aud":"6cb04018-a3f5-46a7-b995-940c78f5aef3","exp":1795305600,
             "iat":1795305300,"nbf":1795305300,"name":"Dora Example","preferred_username":"dora@example.onmicrosoft.com",
             "oid":"00000000-0000-0000-66f3-3332eca7ea81","tid":"9122040d-6c67-4c5b-b112-36a304b66dad","email":"dora@example.org",
             "groups":["5d2b0f04-4f0e-4e1f-8f2d-6a1b1c0d2e3f"],"rh":"0.x","uti":"y"}""";
    private static final String ENTRA_OVERAGE = """
            {"ver":"2.0","iss":"https://login.microsoftonline.com/9122040d-6c67-4c5b-b112-36a304b66dad/v2.0","sub":"AAAA",
             "preferred_username":"dora@example.onmicrosoft.com","_claim_names":{"groups":"src1"},
             "_claim_sources":{"src1":{"endpoint":"https://graph.windows.net/9122040d/users/0000/getMemberObjects"}}}""";
    private static final String OKTA = """
            {"sub":"00uid4BxXw6I6TV4m0g3","name":"Dora Example","email":"dora@example.org","ver":1,"iss":"https://example.okta.com",
             "aud":"0oabucvyc38HLL1ef0h7","iat":1795305300,"exp":1795308900,"jti":"ID.4eAWJOCMB3SX8XewDfVR","amr":["pwd"],
             "idp":"00oi5cmvEsOZkVbS30g3","preferred_username":"dora@example.org","auth_time":1795305200,
             "groups":["Everyone","bale-analysts"]}""";
    private static final String GOOGLE = """
            {"iss":"https://accounts.google.com","azp":"1234987819200.apps.googleusercontent.com",
             "aud":"1234987819200.apps.googleusercontent.com","sub":"10769150350006150715113082367","at_hash":"HK6E_P6Dh8Y93mRNtsDB1Q",
             "hd":"example.org","email":"dora@example.org","email_verified":true,"iat":1795305300,"exp":1795308900,"nonce":"n"}""";

    private static ProviderConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(
                Map.of("bale.oidc.any.issuer", "https://sso.example.org", "bale.oidc.any.client-id", "bale"));
        settings.forEach((key, value) -> all.put("bale.oidc.any." + key, value));
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(OidcConfig.class)
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build()
                .getConfigMapping(OidcConfig.class)
                .byName()
                .get("any");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> claims(String json) {
        try {
            return new ObjectMapper().readValue(json, Map.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Person read(String json, Map<String, String> settings) {
        return new ReadPerson(config(settings), claims(json)).read("subject", null);
    }

    private static String nameOf(Person person) {
        return AccountNames.of(person.userName()).findFirst().orElseThrow();
    }

    @Test
    void keycloak() {
        Person person = read(KEYCLOAK, Map.of());

        assertThat(person.groups()).containsExactly("analysts", "bale-admins");
        assertThat(nameOf(person)).isEqualTo("dora.example");
        assertThat(read(KEYCLOAK, Map.of("groups-claim", "realm_access.roles")).groups())
                .containsExactly("offline_access");
    }

    @Test
    void entra_id_names_groups_by_their_ids() {
        Person person = read(ENTRA, Map.of());

        assertThat(person.groups()).containsExactly("5d2b0f04-4f0e-4e1f-8f2d-6a1b1c0d2e3f");
        assertThat(person.email()).isEqualTo("dora@example.org");
        assertThat(nameOf(person)).isEqualTo("dora");
    }

    @Test
    void entra_id_leaves_out_groups_that_are_too_many() {
        Person person = read(ENTRA_OVERAGE, Map.of());

        assertThat(person.groups()).isEmpty();
        assertThat(person.groupsLeftOut()).isTrue();
        assertThat(new GroupRules(config(Map.of())).refusal(person)).isEmpty();
        for (String rule : new String[] {"entry-groups", "admin-groups", "auditor-groups"}) {
            assertThat(new GroupRules(config(Map.of(rule, "analysts"))).refusal(person))
                    .contains(Refusal.GROUPS_LEFT_OUT);
        }
    }

    @Test
    void okta() {
        Person person = read(OKTA, Map.of());

        assertThat(person.groups()).containsExactly("Everyone", "bale-analysts");
        assertThat(nameOf(person)).isEqualTo("dora");
    }

    @Test
    void google_names_no_groups_and_no_user_name() {
        Person person = read(GOOGLE, Map.of());

        assertThat(person.groups()).isEmpty();
        assertThat(person.groupsLeftOut()).isFalse();
        assertThat(nameOf(person)).isEqualTo("dora");
        assertThat(new GroupRules(config(Map.of())).refusal(person)).isEmpty();
        assertThat(new GroupRules(config(Map.of("entry-groups", "analysts"))).refusal(person))
                .contains(Refusal.NO_GROUP);
    }

    @Test
    void a_claim_may_have_dots_in_its_name_or_lie_in_an_object() {
        String json = "{\"https://example.org/groups\":[\"a\"],\"realm\":{\"roles\":\"one\"}}";

        assertThat(read(json, Map.of("groups-claim", "https://example.org/groups"))
                        .groups())
                .containsExactly("a");
        assertThat(read(json, Map.of("groups-claim", "realm.roles")).groups()).containsExactly("one");
        assertThat(read(json, Map.of("groups-claim", "realm.roles.deeper")).groups())
                .isEmpty();
    }

    @Test
    void a_name_of_255_characters_is_the_longest() {
        assertThat(read("{\"groups\":[\"" + "g".repeat(255) + "\"]}", Map.of()).groups())
                .hasSize(1);
        assertThatThrownBy(() -> read("{\"groups\":[\"" + "g".repeat(256) + "\"]}", Map.of()))
                .isInstanceOf(SignInRefused.class);
    }
}
