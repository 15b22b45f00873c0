package dev.bale.registry.api.signin;

import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.attempts.Limited;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.signin.PageData.Frame;
import dev.bale.registry.api.signin.PageData.Waiting;
import dev.bale.registry.db.accounts.BrowserRow;
import dev.bale.registry.db.accounts.DeviceLoginRow;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

@Path("/device")
@RunOnVirtualThread
class DeviceResource {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String NOTHING_WAITS =
            "Nothing waits under this code. It may be mistyped, used already, or older than 10 minutes: begin again with bale login.";

    private final FindBrowserSession findSession;
    private final DecideDeviceLogin decideLogin;
    private final SignOut signOut;
    private final Pages pages;
    private final WebRequest request;

    DeviceResource(
            FindBrowserSession findSession,
            DecideDeviceLogin decideLogin,
            SignOut signOut,
            Pages pages,
            WebRequest request) {
        this.findSession = findSession;
        this.decideLogin = decideLogin;
        this.signOut = signOut;
        this.pages = pages;
        this.request = request;
    }

    @GET
    @Limited
    @Requires(Right.NOTHING)
    public Response showDevice(@QueryParam("code") @Nullable String code) {
        String typed = code == null ? "" : code;
        return pages.orWhy(() -> {
            String cookie = request.cookie(Cookies.Kind.SESSION);
            BrowserRow session = findSession.find(cookie).orElse(null);
            if (session == null || cookie == null) {
                return signInFirst(typed);
            }
            DeviceLoginRow login = decideLogin.waiting(typed).orElse(null);
            return page(session, cookie, login, typed, login == null && !typed.isEmpty() ? NOTHING_WAITS : null);
        });
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Limited
    @Requires(Right.NOTHING)
    public Response decideDevice(
            @FormParam("code") @Nullable String code,
            @FormParam("decision") @Nullable String decision,
            @FormParam("form") @Nullable String formToken) {
        return pages.orWhy(() -> {
            String cookie = request.cookie(Cookies.Kind.SESSION);
            BrowserRow session = findSession.find(cookie).orElse(null);
            if (session == null || cookie == null) {
                return signInFirst(code == null ? "" : code);
            }
            if (!request.isSameOrigin() || !SecretText.same(SecretText.formToken(cookie), formToken)) {
                throw new Forbidden("Nothing was confirmed. Open the page with the code again and decide there.");
            }
            boolean confirm = "confirm".equals(decision);
            return decideLogin.decide(code, confirm, session)
                    ? done(confirm)
                    : page(session, cookie, null, "", NOTHING_WAITS);
        });
    }

    private Response done(boolean confirm) {
        return confirm
                ? pages.message(
                                200,
                                "The program is signed in",
                                "You can close this page and go on where you came from.",
                                "/sign-in",
                                "Done")
                        .build()
                : pages.message(
                                200,
                                "The program was refused",
                                "It gets nothing. If you did not start it yourself, somebody may have tried to use your name: tell an administrator.",
                                "/sign-in",
                                "Done")
                        .build();
    }

    private static Response signInFirst(String typed) {
        String back = UserCode.read(typed)
                .map(code -> "/device?code=" + UserCode.shown(code))
                .orElse("/device");
        return Pages.redirect(URI.create("/sign-in?return_to=" + URLEncoder.encode(back, StandardCharsets.UTF_8)))
                .build();
    }

    private Response page(
            BrowserRow session, String cookie, @Nullable DeviceLoginRow login, String typed, @Nullable String error) {
        Waiting waiting = login == null
                ? null
                : new Waiting(
                        UserCode.shown(login.userCode()),
                        login.client(),
                        login.address(),
                        TIME.format(login.createdAt()),
                        login.address().equals(request.browser().address()));
        return pages.page(
                        error == null ? 200 : 404,
                        Pages.Templates.device(
                                new Frame("Sign in a program", session.account().name(), SecretText.formToken(cookie)),
                                waiting,
                                typed,
                                error),
                        signOut.origin(session.issuer()).orElse(null))
                .build();
    }
}
