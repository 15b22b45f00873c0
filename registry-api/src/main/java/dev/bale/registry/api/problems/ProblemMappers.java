package dev.bale.registry.api.problems;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.bale.manifest.InvalidManifest;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what was thrown into problem documents. A failure of ours is logged once, here, and told as one fixed sentence. */
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final RequestId requestId;
    private final Refusal refusal;

    ProblemMappers(RequestId requestId, Refusal refusal) {
        this.requestId = requestId;
        this.refusal = refusal;
    }

    @ServerExceptionMapper
    Response registry(RegistryException e) {
        refusal.is(e);
        Response.ResponseBuilder response = answer(Problem.of(e));
        if (e instanceof RegistryException.TooManyRequests tooMany) {
            response.header(
                    HttpHeaders.RETRY_AFTER, Math.max(1, tooMany.retryAfter().toSeconds()));
        }
        if (e instanceof RegistryException.Unauthenticated) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"bale\"");
        }
        if (e instanceof RegistryException.Unavailable) {
            response.header(HttpHeaders.RETRY_AFTER, 2);
        }
        return response.build();
    }

    @ServerExceptionMapper
    Response manifest(InvalidManifest e) {
        return answer(Problem.of(e)).build();
    }

    @ServerExceptionMapper(priority = 1)
    Response json(JacksonException e) {
        // A body that breaks off, or goes on for too long, does so while it is read.
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryException registry) {
                return registry(registry);
            }
        }
        return answer(Problem.of(
                        "invalid-request",
                        "Invalid request",
                        400,
                        "The body is not the JSON that this request takes: "
                                + sentence(e.getOriginalMessage())
                                + " The contract is openapi.yaml."))
                .build();
    }

    /** The framework has an answer of its own for these, and it is no problem document. */
    @ServerExceptionMapper(priority = 1)
    Response mismatch(MismatchedInputException e) {
        return json(e);
    }

    @ServerExceptionMapper
    Response violations(ConstraintViolationException e) {
        String what = e.getConstraintViolations().stream()
                .map(violation -> field(violation) + " " + violation.getMessage())
                .sorted()
                .collect(Collectors.joining("; "));
        return answer(Problem.of("invalid-request", "Invalid request", 400, sentence(what)))
                .build();
    }

    @ServerExceptionMapper
    Response http(WebApplicationException e) {
        if (e.getCause() instanceof RegistryException registry) {
            return registry(registry);
        }
        if (e.getCause() instanceof JacksonException json) {
            return json(json);
        }
        int status = e.getResponse().getStatus();
        Problem problem = switch (status) {
            case 404 ->
                e.getCause() instanceof IllegalArgumentException
                        ? Problem.of(
                                "invalid-request",
                                "Invalid request",
                                400,
                                "A parameter in the address is not what it should be; see openapi.yaml.")
                        : Problem.of(
                                "not-found", "Not found", 404, "There is nothing at this address. See openapi.yaml.");
            case 405 ->
                Problem.of("method-not-allowed", "Method not allowed", 405, "This address does not take this method.");
            case 406 ->
                Problem.of(
                        "not-acceptable",
                        "Not acceptable",
                        406,
                        "This answer comes in other media types; see openapi.yaml.");
            case 413 -> Problem.of("too-large", "Too large", 413, "The body is larger than this registry takes.");
            case 415 ->
                Problem.of(
                        "unsupported-media-type",
                        "Unsupported media type",
                        415,
                        "This request takes another Content-Type; see openapi.yaml.");
            default ->
                status >= 500
                        ? internal(e)
                        : Problem.of(
                                "invalid-request",
                                "Invalid request",
                                400,
                                "The request could not be read; see openapi.yaml.");
        };
        return answer(problem).build();
    }

    @ServerExceptionMapper
    Response anything(RuntimeException e) {
        return answer(internal(e)).build();
    }

    private Problem internal(Exception e) {
        LOG.errorf(e, "request failed request_id=%s", requestId.value());
        return Problem.of(
                "internal",
                "The registry failed",
                500,
                "This is a fault of the registry, not of your request. Try again; if it stays, give the request id to whoever runs it.");
    }

    private Response.ResponseBuilder answer(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.withRequestId(requestId.value()));
    }

    private static String field(ConstraintViolation<?> violation) {
        String path = violation.getPropertyPath().toString();
        return path.substring(path.indexOf('.') + 1);
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
