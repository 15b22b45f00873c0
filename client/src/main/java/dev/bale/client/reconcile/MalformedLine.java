package dev.bale.client.reconcile;

/** A line that is not in the format; the message is fixed wording, nothing of the line. */
final class MalformedLine extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedLine(String message) {
        super(message, null, false, false);
    }
}
