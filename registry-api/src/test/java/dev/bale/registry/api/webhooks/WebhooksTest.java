package dev.bale.registry.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.bale.embedded.programs.WebhookReceiver;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Db;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhooksTest {
    private static final String WEBHOOKS = "/v1/audit/webhooks";

    @Inject
    DeliverEvents deliverEvents;

    private final WebhookReceiver receiver = new WebhookReceiver();

    @AfterEach
    void remove() {
        receiver.close();
        Db.update("delete from webhook");
        Db.update("delete from event_feed where name like 'webhook %'");
    }

    private static JsonPath make(String url) {
        return Api.admin()
                .json(Map.of("url", url))
                .post(WEBHOOKS)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private void sendAll(String id) throws InterruptedException {
        while (deliverEvents.run(UUID.fromString(id), "test")) {
            // There is more.
        }
    }

    @Test
    void the_secret_is_told_once_and_stands_nowhere() {
        JsonPath made = make(receiver.url());
        String secret = made.getString("secret");

        String list =
                Api.admin().as().get(WEBHOOKS).then().statusCode(200).extract().asString();

        assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(list).contains(made.getString("webhook.id")).doesNotContain(secret.substring(6), "of-the-receiver");
        assertThat(made.getString("webhook.url")).endsWith("/events?…");
        assertThat(Db.count(
                        "select count(*) from webhook where position(decode(?, 'base64') in secret) > 0",
                        secret.substring(6)))
                .isZero();
        assertThat(Db.count("select count(*) from event where detail like ?", "%" + secret.substring(6) + "%"))
                .isZero();
    }

    @Test
    void events_go_by_tls_to_public_addresses_or_where_the_configuration_says() {
        for (String url : List.of(
                "https://10.1.2.3/",
                "https://172.16.0.1/",
                "https://192.168.1.1:9000/x",
                "https://127.0.0.2/",
                "https://0.0.0.0/",
                "https://localhost/",
                "https://169.254.169.254/latest/meta-data",
                "https://100.64.0.1/",
                "https://198.18.0.1/",
                "https://192.0.0.1/",
                "https://255.255.255.255/",
                "https://224.0.0.1/",
                "https://2130706434/",
                "https://[::1]/",
                "https://[::]/",
                "https://[::ffff:10.0.0.1]/",
                "https://[::ffff:127.0.0.2]/",
                "https://[fe80::1]/",
                "https://[fd00::1]/",
                "https://[2002:7f00:1::]/",
                "https://[64:ff9b::a00:1]/",
                "http://192.0.2.1/",
                "ftp://127.0.0.1/",
                "file:///etc/passwd",
                "https://anna@127.0.0.1/",
                "https://anna:secret@127.0.0.1/",
                "http://127.0.0.1/#x",
                "http://127.0.0.1\\@siem.example.org/",
                "http://127.0.0.1/a b",
                "http://127.0.0.1/\r\nx: y",
                "http:///x",
                "http:127.0.0.1",
                "//127.0.0.1/",
                "",
                "http://127.0.0.1/" + "x".repeat(2_000))) {
            Api.admin().json(Map.of("url", url)).post(WEBHOOKS).then().statusCode(400);
        }
        make("http://127.0.0.1:1/x?a=b");
        make("https://192.0.2.1/");
        make("https://[2606:4700::1111]:8443/x");
    }

    @Test
    void where_a_name_points_is_looked_at_again_before_each_delivery() throws InterruptedException {
        String id = make(receiver.url()).getString("webhook.id");
        Db.update("update webhook set url = replace(url, '127.0.0.1', 'localhost') where id = ?", UUID.fromString(id));

        sendAll(id);

        assertThat(receiver.deliveries()).isEmpty();
        Api.admin()
                .as()
                .get(WEBHOOKS)
                .then()
                .body("webhooks[0].failure", containsString("by https alone"))
                .body("webhooks[0].waiting", equalTo(1));
    }

    @Test
    void a_test_is_sent_at_once_and_tells_how_it_went() {
        JsonPath made = make(receiver.url());
        String path = WEBHOOKS + "/" + made.getString("webhook.id") + "/test";

        Api.admin().as().post(path).then().statusCode(200).body("taken", equalTo(true));

        assertThat(receiver.deliveries()).hasSize(1);
        receiver.deliveries().getFirst().mustBeSignedWith(made.getString("secret"));
        assertThat(receiver.deliveries().getFirst().json().path("type").asText())
                .isEqualTo("audit.test");
        receiver.next(WebhookReceiver.status("403 No"));
        Api.admin()
                .as()
                .post(path)
                .then()
                .statusCode(200)
                .body("taken", equalTo(false))
                .body("failure", equalTo("It answered 403."));
        receiver.close();
        Api.admin().as().post(path).then().body("failure", equalTo("It cannot be reached."));
    }

    @Test
    void one_that_is_paused_is_sent_nothing_and_then_all_of_it() throws InterruptedException {
        String id = make(receiver.url()).getString("webhook.id");
        String path = WEBHOOKS + "/" + id;
        Api.admin()
                .json(Map.of("paused", true))
                .patch(path)
                .then()
                .statusCode(200)
                .body("paused", equalTo(true));
        sendAll(id);
        assertThat(receiver.deliveries()).isEmpty();

        Api.admin()
                .json(Map.of("paused", false))
                .patch(path)
                .then()
                .statusCode(200)
                .body("paused", equalTo(false));
        sendAll(id);

        List<String> kinds = new ArrayList<>();
        receiver.deliveries()
                .forEach(delivery -> delivery.json()
                        .path("events")
                        .forEach(event -> kinds.add(event.path("kind").asText())));
        assertThat(kinds).containsExactly("webhook-make", "webhook-pause", "webhook-resume");
    }

    @Test
    void one_that_was_removed_is_gone_and_so_is_its_place() throws InterruptedException {
        String id = make(receiver.url()).getString("webhook.id");

        Api.admin().as().delete(WEBHOOKS + "/" + id).then().statusCode(204);

        sendAll(id);
        assertThat(receiver.deliveries()).isEmpty();
        assertThat(Db.count("select count(*) from event_feed where name = ?", "webhook " + id))
                .isZero();
        for (String gone : List.of(id, "x", "0192f3a0-0000-7000-8000-000000000000")) {
            Api.admin().as().delete(WEBHOOKS + "/" + gone).then().statusCode(404);
            Api.admin()
                    .json(Map.of("paused", true))
                    .patch(WEBHOOKS + "/" + gone)
                    .then()
                    .statusCode(404);
            Api.admin().as().post(WEBHOOKS + "/" + gone + "/test").then().statusCode(404);
        }
    }

    @Test
    void the_list_comes_in_pages() {
        for (int i = 0; i < 5; i++) {
            make(receiver.url());
        }
        List<String> ids = new ArrayList<>();
        String after = "";
        while (after != null) {
            JsonPath page = Api.admin()
                    .as()
                    .get(WEBHOOKS + "?limit=2" + after)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            ids.addAll(page.getList("webhooks.id"));
            after = page.getString("next") == null ? null : "&after=" + page.getString("next");
        }

        assertThat(ids).hasSize(5).doesNotHaveDuplicates();
        Api.admin().as().get(WEBHOOKS + "?after=x").then().statusCode(400);
    }
}
