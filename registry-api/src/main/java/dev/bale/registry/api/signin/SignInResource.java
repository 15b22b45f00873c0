package dev.bale.registry.api.signin;

import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.accounts.OpenSession;
import dev.bale.registry.api.attempts.Limited;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.api.registry.PlainText;
import dev.bale.registry.api.signin.PageData.Frame;
import dev.bale.registry.api.signin.PageData.SignIn;
import dev.bale.registry.db.accounts.BrowserRow;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Path("/sign-in")
@RunOnVirtualThread
class SignInResource {
    private final ConfiguredWays ways;
    private final FindBrowserSession findSession;
    private final OpenSession openSession;
    private final OpenBrowserSession openBrowserSession;
    private final SignOut signOut;
    private final Cookies cookies;
    private final Pages pages;
    private final WebRequest request;

    SignInResource(
            ConfiguredWays ways,
            FindBrowserSession findSession,
            OpenSession openSession,
            OpenBrowserSession openBrowserSession,
            SignOut signOut,
            Cookies cookies,
            Pages pages,
            WebRequest request) {
        this.ways = ways;
        this.findSession = findSession;
        this.openSession = openSession;
        this.openBrowserSession = openBrowserSession;
        this.signOut = signOut;
        this.cookies = cookies;
        this.pages = pages;
        this.request = request;
    }

    @GET
    @Requires(Right.NOTHING)
    public Response showSignIn(@QueryParam("return_to") @Nullable String returnTo) {
        String target = LocalPath.of(returnTo);
        return pages.orWhy(() -> {
            String cookie = request.cookie(Cookies.Kind.SESSION);
            BrowserRow session = findSession.find(cookie).orElse(null);
            if (session != null && cookie != null) {
                return target.equals(LocalPath.HOME)
                        ? signedIn(session, cookie)
                        : Pages.redirect(URI.create(target)).build();
            }
            List<PageData.Button> buttons = ways.buttons(target);
            return buttons.size() == 1 && !ways.local()
                    ? Pages.redirect(URI.create(buttons.getFirst().href())).build()
                    : form(200, target, null);
        });
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Limited
    @Requires(Right.NOTHING)
    public Response submitSignIn(
            @FormParam("name") @DefaultValue("") @PlainText @Size(max = 64) String name,
            @FormParam("secret") @DefaultValue("") @PlainText @Size(max = 200) String secret,
            @FormParam("return_to") @Nullable String returnTo,
            @FormParam("form") @Nullable String formToken) {
        String target = LocalPath.of(returnTo);
        return pages.orWhy(() -> {
            checkForm(formToken);
            try {
                OpenBrowserSession.Opened opened = openBrowserSession.open(
                        openSession.check(name, secret), request.browser(), request.cookie(Cookies.Kind.SESSION));
                return Pages.redirect(URI.create(target))
                        .cookie(cookies.set(Cookies.Kind.SESSION, opened.cookie(), opened.life()))
                        .cookie(cookies.clear(Cookies.Kind.FORM))
                        .build();
            } catch (Unauthenticated e) {
                return form(401, target, e.getMessage());
            }
        });
    }

    /** Else another site could sign somebody in as its own account, and have him push his data there. */
    private void checkForm(@Nullable String formToken) {
        String cookie = request.cookie(Cookies.Kind.FORM);
        if (cookie == null || !request.isSameOrigin() || !SecretText.same(SecretText.formToken(cookie), formToken)) {
            throw new Forbidden("Open the sign-in page again, and allow cookies for this registry.");
        }
    }

    private Response form(int status, String target, @Nullable String error) {
        String old = request.cookie(Cookies.Kind.FORM);
        String cookie = old == null ? SecretText.fresh() : old;
        return pages.page(
                        status,
                        Pages.Templates.signIn(
                                new Frame("Sign in", null, SecretText.formToken(cookie)),
                                new SignIn(ways.local(), target, error),
                                ways.buttons(target)),
                        null)
                .cookie(cookies.set(Cookies.Kind.FORM, cookie, BeginSignIn.LONGEST))
                .build();
    }

    private Response signedIn(BrowserRow session, String cookie) {
        return pages.page(
                        200,
                        Pages.Templates.signedIn(
                                new Frame("Signed in", session.account().name(), SecretText.formToken(cookie))),
                        signOut.origin(session.issuer()).orElse(null))
                .build();
    }
}
