package dev.bale.cli;

import dev.bale.client.progress.TransferMeter;
import dev.bale.client.progress.TransferMeter.Reading;
import java.io.PrintStream;

/**
 * Shows a meter while a command works: a line that is redrawn on a terminal, at most ten times a second, and a plain
 * line every few seconds elsewhere. Warnings appear at once, above.
 */
final class ProgressDisplay implements AutoCloseable {
    private static final long REDRAW_MILLIS = 120;
    private static final long LINE_MILLIS = 5_000;
    private static final String CLEAR = "\r\u001b[K";

    private final TransferMeter meter;
    private final PrintStream err;
    private final int columns;
    private final boolean quiet;
    private final Thread thread;
    private int warned;
    private volatile boolean closed;

    /** Will show the meter; {@code columns} is 0 where there is no terminal. */
    ProgressDisplay(TransferMeter meter, PrintStream err, int columns, boolean quiet) {
        this.meter = meter;
        this.err = err;
        this.columns = columns;
        this.quiet = quiet;
        this.thread = new Thread(this::show, "bale-progress");
        thread.setDaemon(true);
    }

    /** Begins to show. */
    void start() {
        thread.start();
    }

    private void show() {
        while (!closed) {
            try {
                Thread.sleep(columns > 0 ? REDRAW_MILLIS : LINE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            draw();
        }
    }

    private synchronized void draw() {
        if (closed) {
            return;
        }
        warn();
        Reading reading = meter.reading();
        if (quiet || reading.phase().isEmpty()) {
            return;
        }
        if (columns > 0) {
            err.print(CLEAR + ProgressText.bar(reading, columns));
            err.flush();
        } else {
            err.println(ProgressText.line(reading));
        }
    }

    private void warn() {
        var warnings = meter.warnings();
        for (; warned < warnings.size(); warned++) {
            clear();
            err.println("Warning: " + Words.printable(warnings.get(warned)));
        }
    }

    private void clear() {
        if (columns > 0 && !quiet) {
            err.print(CLEAR);
        }
    }

    /** Ends the display and leaves the cursor on an empty line. */
    @Override
    public synchronized void close() {
        if (!closed) {
            warn();
            clear();
            err.flush();
            closed = true;
            thread.interrupt();
        }
    }
}
