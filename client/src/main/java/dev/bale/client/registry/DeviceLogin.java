package dev.bale.client.registry;

/**
 * A code that waits until somebody confirms it in the browser.
 *
 * @param deviceCode the program's own secret, by which it asks whether the code was confirmed
 * @param verificationUriComplete the page, with the code filled in
 * @param expiresIn seconds until the code is good for nothing
 * @param interval seconds to leave between two questions
 */
public record DeviceLogin(
        String deviceCode,
        String userCode,
        String verificationUri,
        String verificationUriComplete,
        long expiresIn,
        long interval) {
    /** Without the device code, which belongs in no log. */
    @Override
    public String toString() {
        return "DeviceLogin[" + userCode + "]";
    }
}
