package dev.bale.presign;

import static dev.bale.presign.SelfTestReport.Weight.BROWSERS;
import static dev.bale.presign.SelfTestReport.Weight.ENFORCEMENT;
import static dev.bale.presign.SelfTestReport.Weight.PRESIGNING;

import dev.bale.presign.SelfTestReport.Check;
import dev.bale.presign.SelfTestReport.Weight;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checks of the self-test, in an order in which each can rely on those before it. */
final class SelfTestChecks {
    private static final String CHECKSUM = "x-amz-checksum-sha256";

    private final Probe probe;
    private final Optional<String> browserOrigin;
    private final List<Check> checks = new ArrayList<>();

    SelfTestChecks(Probe probe, Optional<String> browserOrigin) {
        this.probe = probe;
        this.browserOrigin = browserOrigin;
    }

    List<Check> all(Duration skew) {
        add(
                "the clocks agree within " + StoreSelfTest.MAX_SKEW.toSeconds() + " s",
                skew.abs().compareTo(StoreSelfTest.MAX_SKEW) <= 0,
                "the store's clock is " + skew.toSeconds() + " s ahead",
                PRESIGNING);
        String key = probe.key("right");
        String other = probe.key("other");
        rightRequests(key);
        if (checks.stream().allMatch(Check::passed)) {
            probe.send(probe.put(other), Probe.BYTES);
            wrongReads(key, other);
            wrongMethod(key);
            extraParameter(key);
            wrongUploads();
            wrongParts();
            browserOrigin.ifPresent(origin -> readByPages(key, origin));
        }
        return List.copyOf(checks);
    }

    private void rightRequests(String key) {
        RawRequests.Answer put = probe.send(probe.put(key), Probe.BYTES);
        add("a right upload is accepted", put.succeeded(), answered(put), PRESIGNING);
        RawRequests.Answer get = probe.send(probe.get(probe.getRequest(key)), Probe.NOTHING);
        boolean same = get.succeeded() && get.text().equals(text(Probe.BYTES));
        add("what was uploaded can be downloaded", same, answered(get), PRESIGNING);
    }

    private void wrongReads(String key, String other) {
        URI right = probe.get(probe.getRequest(key)).url();
        refused("a request without signature is refused", URI.create(withoutQuery(right)));
        refused("a wrong signature is refused", URI.create(withLastDigitChanged(right)));
        refused("an expired URL is refused", probe.expiredGet(key).url());
        refused("a URL does not open another key", URI.create(right.toString().replace(key, other)));
    }

    private void refused(String name, URI get) {
        RawRequests.Answer answer = probe.send("GET", get, Map.of(), Probe.NOTHING);
        add(name, answer.refused(), answered(answer), PRESIGNING);
    }

    private void wrongMethod(String key) {
        URI get = probe.get(probe.getRequest(key)).url();
        RawRequests.Answer put = probe.send("PUT", get, Map.of(), Probe.OTHER_BYTES);
        RawRequests.Answer delete = probe.send("DELETE", get, Map.of(), Probe.NOTHING);
        boolean kept = probe.send(probe.get(probe.getRequest(key)), Probe.NOTHING)
                .text()
                .equals(text(Probe.BYTES));
        add(
                "a URL to read neither writes nor removes",
                put.refused() && delete.refused() && kept,
                answered(put) + " to PUT, " + answered(delete) + " to DELETE",
                PRESIGNING);
    }

    private void extraParameter(String key) {
        URI right = probe.get(probe.getRequest(key).withParameter("x-bale-event", "probe"))
                .url();
        RawRequests.Answer answer = probe.send("GET", right, Map.of(), Probe.NOTHING);
        add("a further signed parameter is tolerated", answer.succeeded(), answered(answer), PRESIGNING);
        refused(
                "a changed parameter is refused",
                URI.create(right.toString().replace("x-bale-event=probe", "x-bale-event=forged")));
    }

    private void wrongUploads() {
        PresignedUrl bytes = probe.put(probe.key("wrong-bytes"));
        upload(
                "an upload of other bytes is refused and not stored",
                "wrong-bytes",
                bytes,
                bytes.headers(),
                Probe.OTHER_BYTES);
        PresignedUrl dropped = probe.put(probe.key("no-checksum"));
        upload(
                "an upload without the signed checksum is refused and not stored",
                "no-checksum",
                dropped,
                Map.of(),
                Probe.OTHER_BYTES);
        PresignedUrl changed = probe.put(probe.key("other-checksum"));
        Map<String, String> forged = new HashMap<>(changed.headers());
        forged.put(CHECKSUM, "A".repeat(43) + "=");
        upload(
                "an upload with another checksum is refused and not stored",
                "other-checksum",
                changed,
                forged,
                Probe.OTHER_BYTES);
        PresignedUrl longer = probe.put(probe.key("longer"));
        byte[] more = Arrays.copyOf(Probe.BYTES, Probe.BYTES.length + 1);
        upload("an upload of another length is refused and not stored", "longer", longer, longer.headers(), more);
    }

    private void upload(String name, String probeName, PresignedUrl url, Map<String, String> headers, byte[] body) {
        RawRequests.Answer answer = probe.send("PUT", url.url(), headers, body);
        boolean stored = probe.head(probe.key(probeName)).isPresent();
        add(name, answer.refused() && !stored, answered(answer) + (stored ? " and stored it" : ""), ENFORCEMENT);
    }

    private void wrongParts() {
        OpenMultipart open = probe.openMultipart(probe.key("parts"));
        RawRequests.Answer wrong = probe.send(probe.putPart(open), Probe.OTHER_BYTES);
        boolean stored = !probe.parts(open).isEmpty();
        add(
                "a part of other bytes is refused and not stored",
                wrong.refused() && !stored,
                answered(wrong) + (stored ? " and stored it" : ""),
                ENFORCEMENT);
        RawRequests.Answer right = probe.send(probe.putPart(open), Probe.BYTES);
        if (right.succeeded()) {
            probe.complete(open);
        }
        boolean whole = probe.head(open.key())
                .filter(facts -> facts.size() == Probe.BYTES.length)
                .isPresent();
        add("an upload in parts is accepted", whole, answered(right), PRESIGNING);
    }

    private void readByPages(String key, String origin) {
        URI get = probe.get(probe.getRequest(key)).url();
        RawRequests.Answer answer = probe.send("GET", get, Map.of("Origin", origin), Probe.NOTHING);
        boolean readable = answer.succeeded()
                && answer.readers()
                        .filter(readers -> readers.equals("*") || readers.equals(origin))
                        .isPresent();
        add(
                "pages at " + origin + " may read what they are handed out",
                readable,
                readable
                        ? answered(answer)
                        : "the bucket has no CORS rule for that origin: the web UI shows neither READMEs nor downloads",
                BROWSERS);
    }

    private void add(String name, boolean passed, String detail, Weight weight) {
        checks.add(new Check(name, passed, detail, weight));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String answered(RawRequests.Answer answer) {
        return "answered " + answer.status();
    }

    private static String withoutQuery(URI url) {
        return url.toString().substring(0, url.toString().indexOf('?'));
    }

    private static String withLastDigitChanged(URI url) {
        String text = url.toString();
        char last = text.charAt(text.length() - 1);
        return text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0');
    }
}
