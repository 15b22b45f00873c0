package dev.bale.registry.api.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.bale.manifest.Sha256;
import dev.bale.presign.PresignedUrl;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Push;
import dev.bale.registry.api.RegistryServers;
import dev.bale.registry.api.stores.Store;
import dev.bale.registry.api.stores.Stores;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 2 with a store that enforces no checksums: what counts is a copy to which no URL was ever signed. */
@QuarkusTest
class VerifyModeTest {
    @Inject
    Stores stores;

    @Inject
    CleanUpPushes cleanUp;

    private Api admin;
    private String name;
    private String text;
    private Push push;

    @BeforeEach
    void a_push_to_an_unchecked_store() {
        admin = Api.admin();
        name = RegistryServers.bindNamespace(Api.unique("unchecked"), "unchecked") + "/a";
        text = Api.unique("some bytes ");
        push = Push.of(admin, name, new Content().file("a", text)).named(Map.of());
    }

    private Store store() {
        return stores.get(Db.count("select id from store where name = 'unchecked'"));
    }

    private Map<String, Object> uploaded(String bytes) {
        Map<String, Object> upload = push.uploads(push.wantedFragments()).getFirst();
        putAnything(key(upload), bytes);
        return upload;
    }

    private String key(Map<String, Object> upload) {
        String path = URI.create((String) upload.get("url")).getPath();
        return path.substring(path.indexOf("unchecked-store/") + "unchecked-store/".length());
    }

    /** What a store without checksums lets everybody do with an upload URL. */
    private void putAnything(String key, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        PresignedUrl url =
                store().presigner().put(key, Sha256.of(bytes), bytes.length, Instant.now(), Duration.ofMinutes(1));
        assertThat(Push.put(Map.of("url", url.url().toString(), "headers", url.headers()), bytes))
                .isEqualTo(200);
    }

    private List<String> keys() {
        return Db.query(
                "select l.key from location l join hash h on h.id = l.hash_id where encode(h.sha256, 'hex') = ?",
                row -> row.getString(1),
                Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex());
    }

    @Test
    void the_self_test_finds_out_that_the_store_checks_nothing() {
        admin.as()
                .get("/v1/stores")
                .then()
                .statusCode(200)
                .body("stores.find { it.name == 'unchecked' }.mode", equalTo("verify"))
                .body("stores.find { it.name == 'default' }.mode", equalTo("enforced"))
                .body("stores.find { it.name == 'absent' }.mode", equalTo("untested"));
    }

    @Test
    void the_location_is_a_copy_to_which_no_url_was_signed() {
        Map<String, Object> upload = uploaded(text);

        push.done(List.of(upload.get("upload"))).body("verified", hasSize(1));
        putAnything(key(upload), "replaced  ".repeat(2));
        push.commit().statusCode(200);

        assertThat(keys()).singleElement().isNotEqualTo(key(upload));
        assertThat(Push.read(admin, name, "latest", 0)).asString().isEqualTo(text);
    }

    @Test
    void other_bytes_are_found_out_and_stay_wanted() {
        Map<String, Object> upload = uploaded(text.replace('s', 'z'));

        push.done(List.of(upload.get("upload"))).body("verified", empty()).body("refused", hasSize(1));

        assertThat(push.wantedFragments()).hasSize(1);
        assertThat(keys()).isEmpty();
        push.done(List.of(upload.get("upload"))).body("refused.upload", hasItem(upload.get("upload")));
    }

    @Test
    void clean_up_takes_the_upload_and_leaves_the_copy() {
        Map<String, Object> upload = uploaded(text);
        push.done(List.of(upload.get("upload"))).body("verified", hasSize(1));
        push.commit().statusCode(200);

        cleanUp.run(Instant.now().plus(Duration.ofMinutes(10)));

        assertThat(store().objects().head(key(upload))).isEmpty();
        assertThat(Push.read(admin, name, "latest", 0)).asString().isEqualTo(text);
    }

    @Test
    void a_copy_of_bytes_that_are_there_already_goes_at_once() {
        Map<String, Object> upload = uploaded(text);
        push.done(List.of(upload.get("upload"))).body("verified", hasSize(1));
        push.commit().statusCode(200);
        String other = RegistryServers.bindNamespace(Api.unique("unchecked"), "unchecked");
        Api stranger = Api.newAccount(other);
        Db.giveNamespace(other, other);
        Push again =
                Push.of(stranger, other + "/b", new Content().file("a", text)).named(Map.of());

        Map<String, Object> second = again.uploads(again.wantedFragments()).getFirst();
        putAnything(key(second), text);
        again.done(List.of(second.get("upload"))).body("verified", hasSize(1));

        assertThat(keys()).hasSize(1);
        assertThat(store().objects().list(key(second), "").map(object -> object.key()))
                .containsExactly(key(second));
    }
}
