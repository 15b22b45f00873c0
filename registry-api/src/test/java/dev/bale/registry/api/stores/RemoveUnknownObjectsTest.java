package dev.bale.registry.api.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.manifest.Sha256;
import dev.bale.presign.PresignedUrl;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Push;
import dev.bale.registry.api.RegistryServers;
import dev.bale.registry.db.stores.ChoreRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a crash leaves behind in a store goes; what anybody knows, is young, or is not the registry's stays. */
@QuarkusTest
class RemoveUnknownObjectsTest {
    private static final Duration OLD = Duration.ofDays(8);

    @Inject
    RemoveUnknownObjects removeUnknownObjects;

    @Inject
    Stores stores;

    @Inject
    ChoreRepository chores;

    private String text;
    private String hex;

    @BeforeEach
    void bytes_of_their_own() {
        text = Api.unique("left behind ");
        hex = Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /** As if so much time had passed since everything was stored. */
    private void runAfter(Duration time) {
        Db.update("delete from chore");
        removeUnknownObjects.run(Instant.now().plus(time));
    }

    private Store own() {
        return stores.named(Stores.DEFAULT);
    }

    private Store prefixed() {
        return stores.named("unchecked");
    }

    private String ownKey() {
        return hex.substring(0, 2) + "/" + hex + "."
                + UUID.randomUUID().toString().replace("-", "");
    }

    private String put(Store store, String key) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        PresignedUrl url =
                store.presigner().put(key, Sha256.of(bytes), bytes.length, Instant.now(), Duration.ofMinutes(1));
        assertThat(Push.put(Map.of("url", url.url().toString(), "headers", url.headers()), bytes))
                .isEqualTo(200);
        return key;
    }

    private static boolean stored(Store store, String key) {
        return store.objects().head(key).isPresent();
    }

    @Test
    void an_old_object_that_no_row_knows_goes_and_a_copy_of_verify_mode_as_well() {
        String key = put(own(), ownKey());
        String copy = put(prefixed(), ownKey() + ".1f");

        runAfter(OLD);

        assertThat(stored(own(), key)).isFalse();
        assertThat(stored(prefixed(), copy)).isFalse();
    }

    @Test
    void a_young_object_stays() {
        String key = put(own(), ownKey());

        runAfter(Duration.ofDays(6));

        assertThat(stored(own(), key)).isTrue();
    }

    @Test
    void what_was_published_and_what_is_being_uploaded_stays() {
        String name = Api.unique("team/known");
        Push.publish(Api.admin(), name, new Content().file("a", text));
        Push going = Push.of(Api.admin(), Api.unique("team/going"), new Content().file("b", text + "b"))
                .named(Map.of());
        Map<String, Object> upload = going.uploads(going.wantedFragments()).getFirst();
        assertThat(Push.put(upload, going.bytes("b"))).isEqualTo(200);

        runAfter(OLD);

        assertThat(Push.read(Api.admin(), name, "latest", 0)).asString().isEqualTo(text);
        going.done(List.of(upload.get("upload"))).statusCode(200);
        assertThat(going.wantedFragments()).isEmpty();
    }

    @Test
    void what_was_published_in_verify_mode_stays() {
        String name = RegistryServers.bindNamespace(Api.unique("unchecked"), "unchecked") + "/a";
        Push.publish(Api.admin(), name, new Content().file("a", text));

        runAfter(OLD);

        assertThat(Push.read(Api.admin(), name, "latest", 0)).asString().isEqualTo(text);
    }

    @Test
    void an_object_whose_location_was_released_before_a_crash_goes() {
        Push push = Push.of(Api.admin(), Api.unique("team/crash"), new Content().file("a", text))
                .uploaded(Map.of());
        String key = Db.query(
                        "select l.key from location l join hash h on h.id = l.hash_id where encode(h.sha256, 'hex') = ?",
                        row -> row.getString(1),
                        hex)
                .getFirst();
        push.abort().statusCode(204);
        Db.update("delete from location where key = ?", key);

        runAfter(OLD);

        assertThat(stored(own(), key)).isFalse();
    }

    @Test
    void what_is_not_the_registrys_stays_wherever_it_lies() {
        List<String> foreign = List.of(
                "report.csv",
                "ab/" + hex + ".csv",
                hex.substring(0, 2) + "/" + hex,
                "zz/" + hex + "." + "0".repeat(32),
                "other-folder/" + ownKey());
        foreign.forEach(key -> put(own(), key));
        String neighbour = put(own(), "unchecked-store-2/" + ownKey());

        runAfter(OLD);

        assertThat(foreign).allMatch(key -> stored(own(), key));
        assertThat(stored(own(), neighbour)).isTrue();
    }

    @Test
    void one_replica_at_a_time_and_not_before_its_time() {
        Db.update("delete from chore");
        Instant now = Instant.now();

        assertThat(take("a-chore", now, now.plusSeconds(60))).isTrue();
        assertThat(take("a-chore", now.plusSeconds(59), now.plusSeconds(120))).isFalse();
        assertThat(take("a-chore", now.plusSeconds(60), now.plusSeconds(120))).isTrue();

        String key = put(own(), ownKey());
        Instant later = now.plus(OLD);
        removeUnknownObjects.run(later);
        assertThat(stored(own(), key)).isFalse();
        put(own(), key);
        removeUnknownObjects.run(later.plus(Duration.ofHours(23)));
        assertThat(stored(own(), key)).isTrue();
    }

    @Test
    void nothing_is_removed_where_hardly_anything_is_known() {
        List<String> keys =
                IntStream.range(0, 101).mapToObj(i -> put(prefixed(), ownKey())).toList();

        runAfter(OLD);

        assertThat(keys).allMatch(key -> stored(prefixed(), key));
        prefixed().objects().delete(keys);
    }

    private boolean take(String name, Instant now, Instant until) {
        return QuarkusTransaction.requiringNew().call(() -> chores.take(name, now, until));
    }
}
