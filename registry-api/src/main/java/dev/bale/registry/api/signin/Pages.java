package dev.bale.registry.api.signin;

import dev.bale.registry.api.problems.RegistryException;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.problems.RegistryException.Unavailable;
import dev.bale.registry.api.problems.RequestId;
import dev.bale.registry.api.signin.PageData.Button;
import dev.bale.registry.api.signin.PageData.Frame;
import dev.bale.registry.api.signin.PageData.Message;
import dev.bale.registry.api.signin.PageData.SignIn;
import dev.bale.registry.api.signin.PageData.Waiting;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers with pages. They load nothing but their style sheet, run nothing, and send forms to this registry alone. */
@Singleton
class Pages {
    private final RequestId requestId;

    Pages(RequestId requestId) {
        this.requestId = requestId;
    }

    @CheckedTemplate(basePath = "signin")
    static class Templates {
        private Templates() {}

        static native TemplateInstance signIn(Frame frame, SignIn form, List<Button> providers);

        static native TemplateInstance signedIn(Frame frame);

        static native TemplateInstance message(Frame frame, Message message);

        static native TemplateInstance device(
                Frame frame, @Nullable Waiting waiting, String typed, @Nullable String error);
    }

    /** A page. {@code formTarget} is where its form may end up besides here: the provider's place to sign out. */
    Response.ResponseBuilder page(int status, TemplateInstance page, @Nullable String formTarget) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; form-action 'self'"
                                + (formTarget == null ? "" : " " + formTarget)
                                + "; frame-ancestors 'none'; base-uri 'none'")
                .header("X-Frame-Options", "DENY")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                // With no-referrer, browsers would not say in Origin where a form comes from.
                .header("Referrer-Policy", "same-origin")
                .entity(page.render());
    }

    /** A page to read, for somebody who is not signed in or whose session does not matter. */
    Response.ResponseBuilder message(int status, String heading, String text, String href, String label) {
        return page(
                status,
                Templates.message(
                        new Frame(heading, null, ""),
                        new Message(heading, text, status < 400 ? null : requestId.value(), href, label)),
                null);
    }

    /** The answer, or a page that tells why there is none. */
    Response orWhy(Supplier<Response> answer) {
        try {
            return answer.get();
        } catch (SignInRefused e) {
            return message(
                            e.refusal().status(),
                            e.refusal().title(),
                            e.refusal().advice(),
                            "/sign-in",
                            "Start again")
                    .build();
        } catch (Forbidden e) {
            return why(403, "That did not come from this page", e);
        } catch (NotFound e) {
            return why(404, "There is no such provider", e);
        } catch (Unavailable e) {
            return why(503, "Your provider does not answer", e);
        }
    }

    private Response why(int status, String heading, RegistryException e) {
        return message(status, heading, String.valueOf(e.getMessage()), "/sign-in", "To the sign-in")
                .build();
    }

    /** To another page. A path stays one, so that a proxy that ends TLS does not see its browsers sent to plain HTTP. */
    static Response.ResponseBuilder redirect(URI to) {
        return Response.status(Response.Status.SEE_OTHER).header(HttpHeaders.LOCATION, to.toString());
    }
}
