package dev.bale.registry.api.signin;

import dev.bale.registry.api.registry.ClientAddress;
import dev.bale.registry.api.registry.PublicUrl;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The running request of a browser or program: its cookies, and whether a page of this registry sent it. */
@RequestScoped
class WebRequest {
    private static final int LONGEST_CLIENT = 200;

    private final Cookies cookies;
    private final PublicUrl publicUrl;
    private final HttpHeaders headers;
    private final UriInfo uri;
    private final ClientAddress address;

    WebRequest(Cookies cookies, PublicUrl publicUrl, HttpHeaders headers, UriInfo uri, ClientAddress address) {
        this.cookies = cookies;
        this.publicUrl = publicUrl;
        this.headers = headers;
        this.uri = uri;
        this.address = address;
    }

    /** The cookie of that kind, if the browser sent one. */
    @Nullable String cookie(Cookies.Kind kind) {
        Cookie cookie = headers.getCookies().get(cookies.name(kind));
        return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }

    /** Where this registry is, as whoever asks sees it. */
    String origin() {
        return publicUrl.originOr(uri.getBaseUri());
    }

    /** Whether a page of this registry sent the request, as the browser says. What says nothing is no browser's form. */
    boolean isSameOrigin() {
        String site = headers.getHeaderString("Sec-Fetch-Site");
        return origin().equals(headers.getHeaderString("Origin"))
                && (site == null || Set.of("same-origin", "none").contains(site));
    }

    /** What calls, by its User-Agent. */
    Browser browser() {
        return program(headers.getHeaderString(HttpHeaders.USER_AGENT));
    }

    /** What calls, in these words. */
    Browser program(@Nullable String words) {
        String clean = Optional.ofNullable(words).orElse("unnamed").replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return new Browser(
                clean.length() > LONGEST_CLIENT ? clean.substring(0, LONGEST_CLIENT) : clean, address.text());
    }
}
