package dev.bale.registry.api.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers every address that is not the API's with the one page of the web UI, whose program then shows what belongs there. Its other
 * files are served by the framework and only get their headers here.
 */
@Singleton
class PageRoutes {
    /** What is not a page, by the first part of its path: the API, the pages for signing in, and files. */
    static final Set<String> NO_PAGES =
            Set.of("v1", "sign-in", "sign-out", "signed-out", "device", ".well-known", "assets", "web", "openapi", "q");

    private static final String PAGE = "META-INF/resources/index.html";
    private static final String FILES = "/web/";
    private static final int BEFORE_THE_FRAMEWORK = -100;

    private final PagePolicy policy;
    private final @Nullable String page;
    private final String entityTag;

    PageRoutes(PagePolicy policy) {
        this.policy = policy;
        this.page = read();
        this.entityTag = page == null ? "" : entityTag(page);
    }

    void add(@Observes Router router) {
        if (page == null) {
            return;
        }
        router.route(FILES + "*").order(BEFORE_THE_FRAMEWORK).handler(this::describeFile);
        router.route().order(BEFORE_THE_FRAMEWORK).handler(this::answerPage);
    }

    /** The names of files hold a hash of their bytes: whoever has one has it for good. */
    private void describeFile(RoutingContext context) {
        HttpServerResponse response = context.response();
        context.addHeadersEndHandler(done -> {
            if (response.getStatusCode() == 200) {
                protect(response);
                response.putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
            }
        });
        context.next();
    }

    private void answerPage(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!isPage(request.method(), context.normalizedPath(), request.getHeader(HttpHeaders.ACCEPT))) {
            context.next();
            return;
        }
        HttpServerResponse response = context.response();
        protect(response);
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, entityTag)
                .putHeader(HttpHeaders.VARY, "Accept");
        if (entityTag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=utf-8");
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(page);
        }
    }

    /** Programs that ask for anything else than a page get the API's problem document, as ever. */
    static boolean isPage(HttpMethod method, String path, @Nullable String accept) {
        return (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))
                && accept != null
                && accept.contains("text/html")
                && !NO_PAGES.contains(firstPart(path));
    }

    private static String firstPart(String path) {
        int end = path.indexOf('/', 1);
        return path.substring(1, end < 0 ? path.length() : end);
    }

    private void protect(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", policy.text())
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                // No address of a page, which may name a hash or a path, is told to a store or a site that a README
                // links to.
                .putHeader("Referrer-Policy", "same-origin");
    }

    /** The page; none where the build left it out. */
    private static @Nullable String read() {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(PAGE)) {
            return file == null ? null : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String entityTag(String page) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(page.getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
