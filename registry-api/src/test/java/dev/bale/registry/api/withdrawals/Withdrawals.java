package dev.bale.registry.api.withdrawals;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.Api;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Withdrawing as tests do it: as the administrator. */
final class Withdrawals {
    static final String REASON = "Holds the addresses of customers";
    static final String TICKET = "PRIV-17";

    private Withdrawals() {}

    static ValidatableResponse withdraw(Map<String, ?> what) {
        return Api.admin()
                .json(Map.of("what", what, "reason", REASON, "ticket", TICKET))
                .post("/v1/withdrawals")
                .then();
    }

    /** Withdraws an entry of the newest version; answers the withdrawal. */
    static String entry(String name, String path) {
        return made(Map.of("package", name, "version", "latest", "path", path));
    }

    static String bytes(String sha256) {
        return made(Map.of("sha256", sha256));
    }

    static String version(String name, String topHash) {
        return made(Map.of("package", name, "version", topHash));
    }

    static String made(Map<String, ?> what) {
        return withdraw(what).statusCode(200).extract().path("withdrawal.withdrawal");
    }

    static ValidatableResponse lift(String withdrawal) {
        return Api.admin().as().post("/v1/withdrawals/" + withdrawal + "/lift").then();
    }

    static String sha256(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    static ValidatableResponse handOut(Api api, String name, String reference, Map<String, Object> request) {
        return api.json(request)
                .post("/v1/packages/" + name + "/versions/" + reference + "/hand-outs")
                .then();
    }

    /** A mebibyte that no other test has. */
    static byte[] block() {
        byte[] block = new byte[1 << 20];
        new Random().nextBytes(block);
        return block;
    }

    /** The fragments of a file that is large enough to be split: the block again and again, then these. */
    static List<byte[]> large(byte[] block, byte[]... ends) {
        List<byte[]> fragments = new ArrayList<>(Collections.nCopies(65, block));
        fragments.addAll(List.of(ends));
        return fragments;
    }

    /** The SHA-256 of the file that these fragments make. */
    static String whole(List<byte[]> fragments) {
        MessageDigest digest = Sha256.digest();
        fragments.forEach(digest::update);
        return Sha256.finish(digest).toString();
    }

    static Map<String, Object> all(long entries) {
        return Map.of("entries", List.of(List.of(0L, entries)));
    }
}
