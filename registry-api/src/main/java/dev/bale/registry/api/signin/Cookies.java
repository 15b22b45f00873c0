package dev.bale.registry.api.signin;

import dev.bale.registry.api.registry.PublicUrl;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;

/** The cookies of the pages: no script reads them, no other site's form sends them, and by TLS no neighbouring host can set them. */
@Singleton
class Cookies {
    private final boolean secure;

    Cookies(PublicUrl publicUrl) {
        this.secure = publicUrl.isHttps();
    }

    /** What cookies there are. */
    enum Kind {
        /** Names the browser's session. */
        SESSION("bale-session"),
        /** Keeps, sealed, what a sign-in at a provider must bring back. */
        PENDING("bale-sign-in"),
        /** Binds the form for name and secret to the browser that was shown it. */
        FORM("bale-form");

        private final String plainName;

        Kind(String plainName) {
            this.plainName = plainName;
        }
    }

    String name(Kind kind) {
        return secure ? "__Host-" + kind.plainName : kind.plainName;
    }

    NewCookie set(Kind kind, String value, Duration life) {
        return new NewCookie.Builder(name(kind))
                .value(value)
                .path("/")
                .maxAge((int) Math.min(Integer.MAX_VALUE, life.toSeconds()))
                .secure(secure)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }

    NewCookie clear(Kind kind) {
        return set(kind, "", Duration.ZERO);
    }
}
