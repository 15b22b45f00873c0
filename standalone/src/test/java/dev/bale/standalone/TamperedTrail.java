package dev.bale.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.embedded.programs.Bale;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.audit.CanonicalObject;
import dev.bale.manifest.audit.GrowingTree;
import dev.bale.manifest.audit.Head;
import dev.bale.manifest.audit.SealedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;

/** A sealed history in a registry's database, in the hands of somebody with all rights there; it is put back after each test. */
final class TamperedTrail {
    private static final List<String> TABLES =
            List.of("event", "event_personal", "event_leaf", "event_node", "seal", "seal_key");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;
    private final Bale bale;
    private final Path folder;

    TamperedTrail(Database database, Bale bale, Path folder) {
        this.database = database;
        this.bale = bale;
        this.folder = folder;
    }

    /** Keeps the history as it is now. */
    void keep() {
        TABLES.forEach(table -> database.execute("create table kept_" + table + " as table " + table));
    }

    /** Puts it back. */
    void restore() {
        database.execute("truncate " + String.join(", ", TABLES) + " cascade");
        List.of("event", "event_personal", "event_leaf", "event_node", "seal_key", "seal")
                .forEach(table -> database.execute("insert into " + table + " select * from kept_" + table));
    }

    void sql(String statement) {
        database.execute(statement);
    }

    /** Exports, and verifies with these options; answers the report. */
    JsonNode verify(Object... options) {
        try {
            Path export = folder.resolve("trail.ndjson");
            bale.run("audit", "export", "-o", export).mustExit(0);
            Object[] arguments = new Object[options.length + 4];
            System.arraycopy(new Object[] {"audit", "verify", export, "--json"}, 0, arguments, 0, 4);
            System.arraycopy(options, 0, arguments, 4, options.length);
            var verified = bale.run(arguments);
            JsonNode report = JSON.readTree(verified.out());
            verified.mustExit(report.get("right").asBoolean() ? 0 : 6);
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes leaves, nodes and heads anew from the events that the export has, signed with this key. */
    void reseal(PrivateKey privateKey, PublicKey publicKey) throws IOException, GeneralSecurityException {
        Path export = folder.resolve("resealed.ndjson");
        bale.run("audit", "export", "-o", export).mustExit(0);
        String key = Head.idOf(publicKey);
        database.execute("truncate event_leaf, event_node, seal");
        database.execute("insert into seal_key values ('" + key + "', decode('"
                + Base64.getEncoder().encodeToString(publicKey.getEncoded())
                + "', 'base64'), now()) on conflict do nothing");
        GrowingTree tree = new GrowingTree();
        for (String text : Files.readAllLines(export)) {
            JsonNode line = JSON.readTree(text);
            if (line.has("leaf") && line.has("event")) {
                Sha256 hash = SealedEvent.leaf(canonical(line.get("event")));
                database.execute("insert into event_leaf values (" + tree.size() + ", " + line.get("event_id") + ", '"
                        + line.get("at").asText() + "', '\\x" + hash.hex() + "')");
                tree.append(hash, (level, index, node) -> {
                    if (level % 8 == 0) {
                        database.execute("insert into event_node values (" + level + ", " + index + ", '\\x"
                                + node.hex() + "')");
                    }
                });
            } else if (line.has("head")) {
                JsonNode old = line.get("head");
                Head unsigned = new Head(
                        old.get("log").asText(),
                        old.get("epoch").asInt(),
                        old.get("number").asLong(),
                        tree.size(),
                        tree.root(),
                        java.time.Instant.parse(old.get("at").asText()),
                        key,
                        "");
                Signature signer = Signature.getInstance(Head.algorithm(privateKey));
                signer.initSign(privateKey);
                signer.update(unsigned.signedBytes());
                Head head = unsigned.signed(signer.sign());
                database.execute("insert into seal values (" + head.number() + ", '" + head.log() + "', " + head.epoch()
                        + ", " + head.size() + ", '\\x" + head.root().hex() + "', '" + Head.time(head.at()) + "', '"
                        + key + "', '" + head.signature() + "')");
            }
        }
    }

    private static String canonical(JsonNode event) {
        CanonicalObject canonical = new CanonicalObject();
        event.properties()
                .forEach(field -> canonical.put(
                        field.getKey(),
                        field.getValue().isTextual()
                                ? field.getValue().asText()
                                : field.getValue().isBoolean()
                                        ? field.getValue().asBoolean()
                                        : (Object) field.getValue().asLong()));
        return canonical.text();
    }
}
