package dev.bale.client.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bale.client.ClientException;
import dev.bale.client.audit.Finding.Kind;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.audit.Head;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that can be done to a trail, and what the verifier says of it. */
class VerifyAuditTest {
    private final SampleTrail trail = new SampleTrail().runs(4, 5);

    private static void finds(AuditReport report, Kind kind, String... words) {
        assertThat(report.isRight()).isFalse();
        assertThat(report.findings())
                .as(report.findings().toString())
                .anyMatch(
                        found -> found.kind() == kind && List.of(words).stream().allMatch(found.message()::contains));
    }

    private static void finds(AuditReport report, Kind kind, long leaf, long event) {
        assertThat(report.findings())
                .as(report.findings().toString())
                .anyMatch(found -> found.kind() == kind
                        && Long.valueOf(leaf).equals(found.leaf())
                        && Long.valueOf(event).equals(found.event()));
    }

    @Test
    void a_trail_that_nobody_touched_is_right() {
        Head saved = trail.newest();
        trail.runs(2, 300);
        trail.unsealed(trail.now());

        AuditReport report = trail.end().verify(saved);

        assertThat(report.findings()).isEmpty();
        assertThat(report.leaves()).isEqualTo(620);
        assertThat(report.heads()).isEqualTo(6);
        assertThat(report.savedHeads()).isOne();
        assertThat(report.unsealed()).isOne();
        assertThat(report.end()).isEqualTo(trail.newest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "at", "kind", "outcome", "account_id", "all_ordinals", "xid", "name_mac"})
    void an_edited_event_is_named_whichever_column_it_was(String column) {
        ObjectNode event = (ObjectNode) trail.leaf(7).get("event");
        switch (column) {
            case "id", "account_id" -> event.put(column, 77);
            case "all_ordinals" -> event.put(column, true);
            default -> event.put(column, event.get(column).asText().replace('1', '2') + "9");
        }

        finds(trail.end().verify(), Kind.EDITED, 7, 8);
    }

    @Test
    void a_column_that_was_added_or_emptied_is_an_edit() {
        ((ObjectNode) trail.leaf(3).get("event")).put("grant_note", "invented");
        ((ObjectNode) trail.leaf(4).get("event")).remove("outcome");
        ((ObjectNode) trail.leaf(5).get("event")).put("account_id", 1.5);

        AuditReport report = trail.end().verify();
        finds(report, Kind.EDITED, 3, 4);
        finds(report, Kind.EDITED, 4, 5);
        finds(report, Kind.EDITED, 5, 6);
        assertThat(report.found()).isEqualTo(3);
    }

    @Test
    void an_edit_whose_leaf_was_made_to_fit_is_found_in_the_run_it_was_sealed_in() {
        ((ObjectNode) trail.leaf(7).get("event")).put("kind", "sign-in");

        finds(trail.end().rehash().verify(), Kind.EDITED, "Leaves 5 to 9", "head 1");
    }

    @Test
    void a_missing_event_and_a_missing_leaf_are_named() {
        trail.leaf(7).remove("event");
        finds(trail.end().verify(), Kind.MISSING, "event of leaf 7 is missing");

        trail.lines.remove(trail.indexOf("leaf", 12));
        trail.lines.remove(trail.indexOf("leaf", 13));
        finds(trail.verify(), Kind.MISSING, "Leaves 12 to 13 are missing");
    }

    @Test
    void removing_an_event_and_closing_the_gap_is_found() {
        trail.lines.remove(trail.indexOf("leaf", 7));

        finds(trail.end().rehash().verify(), Kind.EDITED, "Leaves 5 to 8", "head 1");
    }

    @Test
    void reordered_events_are_named() {
        Collections.swap(trail.lines, trail.indexOf("leaf", 6), trail.indexOf("leaf", 8));

        finds(trail.end().verify(), Kind.REORDERED, 6, 7);
        AuditReport fitted = trail.rehash().verify();
        finds(fitted, Kind.REORDERED, "stands after event");
        finds(fitted, Kind.EDITED, "Leaves 5 to 9");
    }

    @Test
    void invented_events_are_named() {
        trail.pass(Duration.ofHours(1)).runs(1, 3);
        // Somebody adds an event of an hour ago, which the sealer then finds and seals like any other.
        ObjectNode late = trail.event("hand-out", trail.now().minus(Duration.ofHours(1)), null);
        Head signed = trail.head(1);
        trail.unsealed(signed.at().minus(Duration.ofHours(1)));

        AuditReport report = trail.end().verify();
        finds(
                report,
                Kind.INVENTED,
                late.get("leaf").asLong(),
                late.get("event_id").asLong());
        finds(report, Kind.INVENTED, "is in no leaf");
        assertThat(report.found()).isEqualTo(2);
    }

    @Test
    void an_event_that_comes_after_a_pause_of_the_sealer_is_not_called_invented() {
        trail.event("hand-out", trail.now(), null);
        trail.pass(Duration.ofHours(5)).event("hand-out", trail.now(), null);
        trail.head(1);

        assertThat(trail.end().verify().findings()).isEmpty();
    }

    @Test
    void a_clock_that_goes_back_is_no_finding() {
        trail.pass(Duration.ofHours(-5)).runs(3, 2);

        assertThat(trail.end().verify().findings()).isEmpty();
    }

    @Test
    void leaves_that_nobody_signed_are_named() {
        trail.event("hand-out", trail.now(), null);

        finds(trail.end().verify(), Kind.INVENTED, "Leaves 20 to 20", "nobody signed");
    }

    @Test
    void edited_missing_and_foreign_heads_are_named() {
        ObjectNode edited = (ObjectNode) trail.lines.get(trail.indexOfHead(1)).get("head");
        edited.put("at", "2026-11-20T09:00:00.000000Z");
        finds(trail.end().verify(), Kind.HEAD, "Head 1 was edited");

        trail.lines.remove(trail.indexOfHead(2));
        finds(trail.verify(), Kind.HEAD, "Heads 2 to 2 are missing");

        SampleTrail other = new SampleTrail().runs(4, 5);
        other.lines.set(
                other.indexOfHead(3),
                SampleTrail.line(new SampleTrail().runs(1, 1).newest(), "head"));
        finds(other.end().verify(), Kind.HEAD, "signed with a key that you did not name");
        finds(other.verify(), Kind.HEAD, "Head 3, the newest, is not among the heads");
    }

    @Test
    void swapped_heads_and_heads_of_another_trail_are_named() {
        Collections.swap(trail.lines, trail.indexOfHead(1), trail.indexOfHead(2));
        finds(trail.end().verify(), Kind.HEAD, "Heads 1 to 1 are missing");

        SampleTrail mixed = new SampleTrail().runs(2, 5);
        Head before = mixed.newest();
        mixed.event("hand-out", mixed.now(), null);
        Head head = mixed.head(1);
        mixed.lines.set(
                mixed.indexOfHead(head.number()),
                SampleTrail.line(
                        mixed.signed(new Head(
                                "11111111-0000-4000-8000-000000000000",
                                1,
                                head.number(),
                                head.size(),
                                head.root(),
                                head.at(),
                                head.key(),
                                "")),
                        "head"));
        finds(mixed.verify(before), Kind.HEAD, "does not go on from head");
    }

    @Test
    void a_history_that_was_sealed_anew_is_caught_by_a_saved_head_and_by_another_key() {
        Head saved = trail.newest();
        trail.runs(1, 3).end();
        ((ObjectNode) trail.leaf(7).get("event")).put("kind", "sign-in");
        assertThat(trail.reseal().verify().isRight())
                .as("with the key and without a saved head")
                .isTrue();

        finds(trail.verify(saved), Kind.HISTORY, "The first 20 leaves", "sealed anew");

        SampleTrail other = new SampleTrail().runs(5, 4).end();
        AuditReport named = trail.verify(other.text(), saved);
        finds(named, Kind.HEAD, "signed with a key that you did not name");
        finds(named, Kind.HISTORY, "sealed anew");
    }

    @Test
    void a_cut_tail_is_caught_by_a_saved_head() {
        SampleTrail cut = new SampleTrail(trail.keys).runs(4, 5);
        cut.runs(3, 5);
        Head saved = cut.newest();
        trail.end();

        assertThat(trail.verify().isRight()).as("without a saved head").isTrue();
        finds(trail.verify(saved), Kind.CUT, "over 35 leaves and here are 20", "tail was cut");
    }

    @Test
    void a_restore_that_lost_what_was_sealed_is_told_as_such() {
        Head saved = trail.runs(2, 5).newest();
        SampleTrail restored = new SampleTrail(trail.keys).runs(4, 5);
        restored.event("epoch-open", restored.now(), "{\"epoch\":2,\"reason\":\"restored\"}");
        restored.head(2);
        restored.end();

        assertThat(restored.verify().findings()).isEmpty();
        assertThat(restored.verify().notes()).anyMatch(note -> note.contains("epoch 2 began: restored"));
        finds(restored.verify(saved), Kind.CUT, "epoch 2 began");
    }

    @Test
    void erased_personal_fields_are_right_when_an_event_tells_of_it() {
        for (long leaf : new long[] {2, 5, 8}) {
            trail.leaf(leaf).remove("personal");
        }
        finds(trail.verify(), Kind.PERSONAL, "3 event(s) of account number 0 are gone");

        trail.event("personal-erase", trail.now(), "{\"account\":0}");
        trail.head(1);
        trail.end();

        assertThat(trail.verify().findings()).isEmpty();
        assertThat(trail.verify().erased()).isEqualTo(3);
        trail.leaf(3).remove("personal");
        finds(trail.verify(), Kind.PERSONAL, "account number 1 are gone");
    }

    @Test
    void edited_personal_fields_are_named() {
        ((ObjectNode) trail.leaf(2).get("personal")).put("name", "Eve");
        ((ObjectNode) trail.leaf(3).get("personal")).remove("name");
        ((ObjectNode) trail.leaf(4).get("personal")).put("address", "192.0.2.1");
        ((ObjectNode) trail.leaf(6).get("personal")).put("key", "not hex");

        AuditReport report = trail.end().verify();
        finds(report, Kind.PERSONAL, 2, 3);
        finds(report, Kind.PERSONAL, 3, 4);
        finds(report, Kind.PERSONAL, 4, 5);
        finds(report, Kind.PERSONAL, 6, 7);
        assertThat(report.found()).isEqualTo(4);
    }

    @Test
    void a_month_that_was_dropped_as_a_whole_is_right_and_a_part_of_one_is_not() {
        trail.pass(Duration.ofDays(60))
                .event(
                        "partition-drop",
                        trail.now(),
                        "{\"partition\":\"event_2026_11\",\"leaves\":\"0-19\",\"role\":\"r\"}");
        trail.head(1);
        trail.end();
        for (long leaf = 0; leaf < 20; leaf++) {
            trail.leaf(leaf).remove("event");
            trail.leaf(leaf).remove("personal");
        }
        AuditReport report = trail.verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.dropped()).isEqualTo(20);
        assertThat(report.notes()).anyMatch(note -> note.contains("event_2026_11 was dropped by r"));

        SampleTrail part = new SampleTrail(trail.keys).runs(4, 5);
        part.leaf(7).remove("event");
        part.pass(Duration.ofDays(60))
                .event(
                        "partition-drop",
                        part.now(),
                        "{\"partition\":\"event_2026_11\",\"leaves\":\"7\",\"role\":\"r\"}");
        part.head(1);
        finds(part.end().verify(), Kind.MISSING, "2026-11 is said to have been dropped as a whole", "leaf 0");
        part.leaf(8).remove("event");
        finds(part.verify(), Kind.MISSING, "event of leaf 8 is missing");
    }

    @Test
    void a_file_that_breaks_off_or_is_none_is_told() throws IOException {
        finds(trail.verify(), Kind.FILE, "breaks off");
        String whole = trail.end().text();
        finds(trail.verify(whole.substring(0, whole.length() - 40)), Kind.FILE, "breaks off");
        finds(trail.verify(whole + "\n" + trail.leaf(3)), Kind.FILE, "goes on after its end");
        finds(
                trail.verify(whole.replace("\"kind\":\"hand-out\"", "\"kind\":\"a\",\"kind\":\"hand-out\"")),
                Kind.FILE,
                "line 2");
        finds(trail.verify(whole.replaceFirst("sha256:", "sha512:")), Kind.FILE, "line 2");
        for (String none : new String[] {"", "{}", "word", "[1,2]", "{\"bale_audit_export\":2}"}) {
            assertThatThrownBy(() -> trail.verify(none))
                    .isInstanceOf(ClientException.class)
                    .hasMessageContaining("no export");
        }
        for (String none : new String[] {"", "{}", "word", "[]", "{\"bale_head\":1}", "{\"head\":3}"}) {
            assertThatThrownBy(() -> ExportedHead.saved(none))
                    .isInstanceOf(ClientException.class)
                    .hasMessageContaining("no head");
        }
    }

    @Test
    void a_head_is_read_back_from_json_from_an_export_line_and_from_a_line_of_the_log() {
        Head head = trail.newest();

        assertThat(ExportedHead.saved(head.text())).isEqualTo(head);
        assertThat(ExportedHead.saved(SampleTrail.line(head, "head").toPrettyString()))
                .isEqualTo(head);
        assertThat(ExportedHead.saved("2026-11-20 INFO [seals] sealed head=" + head.text()))
                .isEqualTo(head);
    }

    @Test
    void keys_of_the_export_itself_are_a_last_resort_and_reported_so() throws Exception {
        trail.end();
        byte[] text = trail.text().getBytes(StandardCharsets.UTF_8);

        AuditReport own = new VerifyAudit(Map.of(), List.of()).verify(new ByteArrayInputStream(text));
        assertThat(own.isRight()).isTrue();
        assertThat(own.keysNamed()).isFalse();

        PublicKey elliptic =
                KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
        Map<String, PublicKey> keys = PublicKeys.ofPem("# mine\n" + PublicKeys.pem(elliptic.getEncoded())
                + PublicKeys.pem(trail.keys.getPublic().getEncoded()));
        assertThat(keys).hasSize(2);
        assertThat(new VerifyAudit(keys, List.of())
                        .verify(new ByteArrayInputStream(text))
                        .isRight())
                .isTrue();
        assertThatThrownBy(() -> PublicKeys.ofPem("nothing")).hasMessageContaining("no public key");
    }

    @Test
    void very_many_findings_are_counted_and_not_all_kept() {
        SampleTrail large = new SampleTrail().runs(1, 3_000);
        for (long leaf = 0; leaf < 3_000; leaf++) {
            large.leaf(leaf).put("hash", Sha256.of().toString());
        }

        AuditReport report = large.end().verify();
        assertThat(report.found()).isEqualTo(3_001);
        assertThat(report.findings()).hasSize(1_000);
    }
}
