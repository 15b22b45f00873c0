package dev.bale.client.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccessLogLineTest {
    private static final Instant AT = Instant.parse("2019-02-06T00:00:38Z");

    private static AccessLogLine parse(String line) {
        try {
            return AccessLogLine.parse(line);
        } catch (MalformedLine e) {
            throw new AssertionError(e.getMessage() + ": " + line, e);
        }
    }

    @Test
    void a_line_of_the_documented_format_is_read() {
        AccessLogLine line = parse(
                "79a59df9 example-bucket [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a59df9 3E57427F3EXAMPLE REST.GET.VERSIONING -"
                        + " \"GET /example-bucket?versioning HTTP/1.1\" 200 - 113 - 7 - \"-\" \"S3Console/0.4\" - s9lzHYrF= SigV4"
                        + " ECDHE-RSA-AES128-GCM-SHA256 AuthHeader example-bucket.s3.us-west-1.amazonaws.com TLSV1.2"
                        + " arn:aws:s3:us-west-1:123456789012:accesspoint/example-AP Yes");

        assertThat(line)
                .isEqualTo(new AccessLogLine(
                        "example-bucket",
                        AT,
                        "192.0.2.3",
                        "79a59df9",
                        "3E57427F3EXAMPLE",
                        "REST.GET.VERSIONING",
                        null,
                        new SignedUrl(false, null, null),
                        200));
        assertThat(line.reads()).isFalse();
    }

    @Test
    void a_signed_url_tells_its_event_and_its_time() {
        AccessLogLine line =
                parse(SampleLog.fetched(4711, AT.minusSeconds(9), AT).line());

        assertThat(line.reads() && line.succeeded()).isTrue();
        assertThat(line.url()).isEqualTo(new SignedUrl(true, 4711L, AT.minusSeconds(9)));
    }

    @Test
    void dashes_and_short_lines_of_the_early_years_are_read() {
        assertThat(parse("o b [06/Feb/2019:01:00:38 +0100] - - - REST.GET.OBJECT - - 200"))
                .isEqualTo(new AccessLogLine(
                        "b", AT, null, null, null, "REST.GET.OBJECT", null, new SignedUrl(false, null, null), 200));
        assertThat(parse("o b [06/Feb/2019:00:00:38 +0000] - - - BATCH.DELETE.OBJECT k \"-\" - - -")
                        .status())
                .isZero();
    }

    /** What the client writes into its request, its referrer and its name ends no field before them. */
    @Test
    void quotes_of_the_client_hide_nothing() {
        SampleLog fetched = SampleLog.get(AT, "/b/k?x=\"&x-bale-event=1");
        assertThat(parse(fetched.line()).url().event()).isEqualTo(1);
        assertThat(parse(SampleLog.get(AT, "/b/k?x-bale-event=1&x=\"").line())
                        .url()
                        .event())
                .isEqualTo(1);
        for (String agent : List.of(
                "\"-\" \"\" 404 \"",
                "\"\" 404 - \" \"x",
                "\"-\" \"GET /b/k?x-bale-event=2 HTTP/1.1\" 404",
                "\"-\" \"\t\u0007\"",
                "\"-\" \"cut off")) {
            AccessLogLine line = parse(SampleLog.fetched(7, AT, AT).line(agent));
            assertThat(line.status()).isEqualTo(200);
            assertThat(line.url().event()).isEqualTo(7);
        }
    }

    @Test
    void a_request_that_was_cut_off_is_read_as_far_as_it_goes() {
        assertThat(parse(SampleLog.fetched(7, AT, AT)
                                .request("\"GET /b/k?x-bale-event=12&X-Amz-Da\"")
                                .line())
                        .url())
                .isEqualTo(new SignedUrl(false, 12L, null));
        assertThat(parse(SampleLog.fetched(7, AT, AT)
                                .request("\"GET /b/k?x-bale-ev%\"")
                                .line())
                        .url()
                        .event())
                .isNull();
    }

    @Test
    void an_event_that_is_named_twice_or_is_no_number_is_none() {
        for (String query : List.of(
                "x-bale-event=1&x-bale-event=2",
                "x-bale-event=1&x%2Dbale%2Devent=2",
                "x-bale-event=",
                "x-bale-event",
                "x-bale-event=-1",
                "x-bale-event=1234567890123456789",
                "x-bale-event=%31x",
                "X-Bale-Event=1",
                "y=x-bale-event=1")) {
            assertThat(parse(SampleLog.get(AT, "/b/k?" + query).line()).url().event())
                    .as(query)
                    .isNull();
        }
        assertThat(parse(SampleLog.get(AT, "/b/k?x%2Dbale-event=%31").line())
                        .url()
                        .event())
                .isEqualTo(1);
    }

    @Test
    void what_is_not_in_the_format_is_told() {
        String good = SampleLog.fetched(7, AT, AT).line();
        for (String bad : List.of(
                "x",
                "#Version: 1.0",
                "{\"eventName\":\"GetObject\"}",
                good.replace("[", ""),
                good.replace("06/Feb/2019", "31/Feb/2019"),
                good.replace("06/Feb/2019", "06/Feb/1970"),
                good.replace(" +0000", ""),
                good.replace("\"GET", "GET"),
                good.replace(" 200 ", " OK "),
                good.replace(" 200 ", " 2000 "),
                good.replace("example-bucket [", "example\u001b[2J [").replaceFirst("\\[2J", "x"),
                good.substring(0, good.indexOf("\"GET") + 20),
                good.replace("192.0.2.3", ""))) {
            assertThatThrownBy(() -> AccessLogLine.parse(bad)).as(bad).isInstanceOf(MalformedLine.class);
        }
    }

    @Test
    void whatever_comes_is_a_line_or_malformed() {
        Random random = new Random(22);
        String good = SampleLog.fetched(7, AT, AT).line();
        String letters = "\" []?&=%-\u0000\u001b\ud800z7/:+";
        int read = 0;
        for (int round = 0; round < 50_000; round++) {
            StringBuilder line = new StringBuilder(good);
            for (int edit = random.nextInt(4); edit >= 0 && line.length() > 0; edit--) {
                int at = random.nextInt(line.length());
                char letter = letters.charAt(random.nextInt(letters.length()));
                switch (random.nextInt(4)) {
                    case 0 -> line.setCharAt(at, letter);
                    case 1 -> line.insert(at, letter);
                    case 2 -> line.deleteCharAt(at);
                    default -> line.setLength(at + 1);
                }
            }
            try {
                AccessLogLine.parse(line.toString());
                read++;
            } catch (MalformedLine e) {
                assertThat(e.getMessage()).matches("[a-z ]+");
            }
        }
        assertThat(read).isBetween(10_000, 45_000);
    }
}
