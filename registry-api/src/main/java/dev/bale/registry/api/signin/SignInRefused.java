package dev.bale.registry.api.signin;

import org.jspecify.annotations.Nullable;

/** A sign-in that did not come about. {@code because} is for the log and the audit trail: fixed words, never a value from a token. */
final class SignInRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Refusal refusal;
    private final String because;

    SignInRefused(Refusal refusal) {
        this(refusal, refusal.event(), null);
    }

    SignInRefused(Refusal refusal, String because, @Nullable Throwable cause) {
        super(because, cause);
        this.refusal = refusal;
        this.because = because;
    }

    static SignInRefused untrusted(String because) {
        return new SignInRefused(Refusal.UNTRUSTED_TOKEN, because, null);
    }

    static SignInRefused down(String because) {
        return new SignInRefused(Refusal.PROVIDER_DOWN, because, null);
    }

    Refusal refusal() {
        return refusal;
    }

    String because() {
        return because;
    }
}
