package dev.bale.client.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bale.client.http.Json;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.audit.CanonicalObject;
import dev.bale.manifest.audit.GrowingTree;
import dev.bale.manifest.audit.Head;
import dev.bale.manifest.audit.SealedEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An export as a registry writes it, made by hand so that tests can change it anywhere. */
final class SampleTrail {
    static final Instant BEGIN = Instant.parse("2026-11-20T08:00:00Z");
    private static final String LOG = "6c0ffee0-0000-4000-8000-000000000000";

    final KeyPair keys;
    final List<ObjectNode> lines = new ArrayList<>();
    private GrowingTree tree = new GrowingTree();
    private final List<Head> heads = new ArrayList<>();
    private Instant now = BEGIN;
    private long events;

    SampleTrail() {
        this(keyPair());
    }

    SampleTrail(KeyPair keys) {
        this.keys = keys;
        ObjectNode begin = Json.MAPPER.createObjectNode().put("bale_audit_export", 1);
        begin.putArray("keys").addObject().put("public_key", keys.getPublic().getEncoded());
        lines.add(begin);
    }

    static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same key, a trail of so many runs of so many events. */
    SampleTrail runs(int runs, int each) {
        for (int run = 0; run < runs; run++) {
            for (int event = 0; event < each; event++) {
                event("hand-out", now, null);
            }
            head(1);
        }
        return this;
    }

    SampleTrail pass(Duration time) {
        now = now.plus(time);
        return this;
    }

    Instant now() {
        return now;
    }

    ObjectNode event(String kind, Instant at, @Nullable String detail) {
        ObjectNode line = line(kind, at, detail);
        Sha256 hash = SealedEvent.leaf(line.get("event").toString());
        line.put("leaf", tree.size()).put("hash", hash.toString());
        tree.append(hash, (level, index, node) -> {});
        lines.add(line);
        return line;
    }

    /** An event that no leaf has. */
    ObjectNode unsealed(Instant at) {
        ObjectNode line = line("hand-out", at, null);
        lines.add(line);
        return line;
    }

    private ObjectNode line(String kind, Instant at, @Nullable String detail) {
        events++;
        byte[] key = Sha256.of(new byte[] {(byte) events}).toBytes();
        String canonical = new CanonicalObject()
                .put("id", events)
                .put("at", Head.time(at))
                .put("kind", kind)
                .put("outcome", "ok")
                .put("account_id", events % 3)
                .put("all_ordinals", false)
                .put("detail", detail)
                .put("xid", Long.toString(1_000 + events))
                .put("name_mac", HexFormat.of().formatHex(SealedEvent.mac(key, "name", "Ada \"x\" é")))
                .text();
        ObjectNode line = Json.MAPPER.createObjectNode();
        line.put("event_id", events).put("at", Head.time(at)).set("event", parse(canonical));
        line.putObject("personal").put("key", HexFormat.of().formatHex(key)).put("name", "Ada \"x\" é");
        return line;
    }

    Head head(int epoch) {
        now = now.plusSeconds(1);
        Head unsigned =
                new Head(LOG, epoch, heads.size(), tree.size(), tree.root(), now, Head.idOf(keys.getPublic()), "");
        Head head = signed(unsigned);
        heads.add(head);
        lines.add(line(head, "head"));
        return head;
    }

    Head signed(Head unsigned) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(keys.getPrivate());
            signer.update(unsigned.signedBytes());
            return unsigned.signed(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static ObjectNode line(Head head, String name) {
        return Json.MAPPER.createObjectNode().set(name, parse(head.text()));
    }

    private static ObjectNode parse(String text) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Head newest() {
        return heads.get(heads.size() - 1);
    }

    SampleTrail end() {
        lines.add(line(newest(), "end"));
        return this;
    }

    /** The line of that leaf. */
    ObjectNode leaf(long number) {
        return lines.get(indexOf("leaf", number));
    }

    int indexOfHead(long number) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).has("head")
                    && lines.get(i).get("head").get("number").asLong() == number) {
                return i;
            }
        }
        throw new AssertionError("no head " + number);
    }

    int indexOf(String field, long value) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).path(field).asLong(-1) == value) {
                return i;
            }
        }
        throw new AssertionError("no " + field + " " + value);
    }

    /** As somebody with all rights would: hashes and numbers of leaves made anew, heads left as they are. */
    SampleTrail rehash() {
        tree = new GrowingTree();
        for (ObjectNode line : lines) {
            if (line.has("leaf")) {
                Sha256 hash = SealedEvent.leaf(canonical(line));
                line.put("leaf", tree.size()).put("hash", hash.toString());
                tree.append(hash, (level, index, node) -> {});
            }
        }
        return this;
    }

    /** As somebody with a key would: heads made anew as well. */
    SampleTrail reseal() {
        rehash();
        tree = new GrowingTree();
        for (ObjectNode line : lines) {
            if (line.has("leaf")) {
                tree.append(Sha256.parse(line.get("hash").asText()), (level, index, node) -> {});
            } else if (line.has("head") || line.has("end")) {
                String name = line.has("head") ? "head" : "end";
                Head old = ExportedHead.of(line.get(name));
                Head anew = signed(new Head(
                        old.log(),
                        old.epoch(),
                        old.number(),
                        tree.size(),
                        tree.root(),
                        old.at(),
                        Head.idOf(keys.getPublic()),
                        ""));
                line.set(name, parse(anew.text()));
            }
        }
        return this;
    }

    static String canonical(ObjectNode line) {
        CanonicalObject canonical = new CanonicalObject();
        line.get("event")
                .properties()
                .forEach(field -> canonical.put(
                        field.getKey(),
                        field.getValue().isTextual()
                                ? field.getValue().asText()
                                : field.getValue().isBoolean()
                                        ? field.getValue().asBoolean()
                                        : field.getValue().asLong()));
        return canonical.text();
    }

    String text() {
        return lines.stream().map(ObjectNode::toString).collect(Collectors.joining("\n"));
    }

    AuditReport verify(Head... saved) {
        return verify(text(), saved);
    }

    AuditReport verify(String text, Head... saved) {
        try {
            return new VerifyAudit(Map.of(Head.idOf(keys.getPublic()), keys.getPublic()), List.of(saved))
                    .verify(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
