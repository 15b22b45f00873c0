package dev.bale.cli;

import dev.bale.client.progress.TransferMeter.Reading;
import java.time.Duration;
import java.util.Locale;

/** A reading of the progress as one line. */
final class ProgressText {
    private static final int WIDEST_BAR = 30;

    private ProgressText() {}

    /** Everything that is known, for a log. */
    static String line(Reading reading) {
        StringBuilder line = new StringBuilder(reading.phase()).append(": ");
        line.append(Words.size(reading.bytes()));
        if (reading.totalBytes() >= 0) {
            line.append(" of ").append(Words.size(reading.totalBytes()));
        }
        line.append(", ").append(files(reading));
        line.append(", ")
                .append(Words.size(Math.round(reading.bytesPerSecond())))
                .append("/s");
        if (reading.secondsLeft() >= 0) {
            line.append(", ").append(left(reading));
        }
        return line.toString();
    }

    /** What fits into so many columns, with a bar where the total is known and there is room. */
    static String bar(Reading reading, int columns) {
        StringBuilder facts = new StringBuilder();
        double share = share(reading);
        if (share >= 0) {
            facts.append(String.format(Locale.ROOT, "%3.0f %%", share * 100));
        }
        String[] more = {
            Words.size(reading.bytes()),
            Words.size(Math.round(reading.bytesPerSecond())) + "/s",
            reading.secondsLeft() >= 0 ? left(reading) : "",
            files(reading)
        };
        int room = columns - 1 - reading.phase().length() - 2;
        for (String fact : more) {
            if (!fact.isEmpty() && facts.length() + fact.length() + 2 <= room) {
                facts.append(facts.length() == 0 ? "" : "  ").append(fact);
            }
        }
        int width = Math.min(WIDEST_BAR, room - facts.length() - 4);
        String bar = share >= 0 && width >= 5 ? picture(share, width) + " " : "";
        String line = reading.phase() + "  " + bar + facts;
        return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
    }

    private static String picture(double share, int width) {
        int full = (int) Math.round(share * width);
        return "[" + "#".repeat(full) + "-".repeat(width - full) + "]";
    }

    private static double share(Reading reading) {
        double share = -1;
        if (reading.totalBytes() > 0) {
            share = (double) reading.bytes() / reading.totalBytes();
        } else if (reading.totalFiles() > 0) {
            share = (double) reading.files() / reading.totalFiles();
        }
        return share < 0 ? -1 : Math.min(1, share);
    }

    private static String files(Reading reading) {
        return reading.totalFiles() >= 0
                ? String.format(Locale.ROOT, "%,d of %,d files", reading.files(), reading.totalFiles())
                : Words.count(reading.files(), "file", "files");
    }

    private static String left(Reading reading) {
        return Words.time(Duration.ofSeconds(Math.max(0, Math.round(reading.secondsLeft())))) + " left";
    }
}
