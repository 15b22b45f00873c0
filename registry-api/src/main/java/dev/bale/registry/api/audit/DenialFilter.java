package dev.bale.registry.api.audit;

import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.problems.Problem;
import dev.bale.registry.api.problems.Refusal;
import dev.bale.registry.api.problems.RegistryException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sees every refusal: a bad credential, a right that is missing, what is there and not for the caller, and too many attempts. */
@Provider
public class DenialFilter implements ContainerResponseFilter {
    static final String KIND = "denied";
    private static final Logger LOG = Logger.getLogger(DenialFilter.class);

    private final CountDenials countDenials;
    private final RecordEvent recordEvent;
    private final Refusal refusal;
    private final ResourceInfo resource;

    DenialFilter(CountDenials countDenials, RecordEvent recordEvent, Refusal refusal, ResourceInfo resource) {
        this.countDenials = countDenials;
        this.recordEvent = recordEvent;
        this.refusal = refusal;
        this.resource = resource;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Method method = resource.getResourceMethod();
        if (!(response.getEntity() instanceof Problem problem) || method == null || recordEvent.hasDenied()) {
            return;
        }
        Optional<RegistryException> cause = refusal.cause();
        boolean invisible = cause.filter(RegistryException::invisible).isPresent();
        if (!isDenial(problem, invisible, request, method)) {
            return;
        }
        String reason = invisible ? "not-visible" : problem.type().replaceFirst(".*/", "");
        String detail = "{\"reason\":\"" + reason + "\",\"operation\":\"" + method.getName() + "\"}";
        Event event = Event.of(KIND).denied(reason).detail(detail);
        @Nullable Long about = cause.map(RegistryException::about).orElse(null);
        try {
            countDenials.count(new CountDenials.Denial(
                    reason,
                    method.getName(),
                    asked(request.getUriInfo().getPathParameters()),
                    recordEvent.row(about == null ? event : event.inPackage(about))));
        } catch (RuntimeException e) {
            LOG.error("a denial could not be recorded", e);
        }
    }

    private static boolean isDenial(
            Problem problem, boolean invisible, ContainerRequestContext request, Method method) {
        return switch (problem.status()) {
            // Whoever shows no credential where one is needed is told to; every visitor of the web UI begins so.
            // Those of open routes are in bodies and cookies.
            case 401 ->
                invisible
                        || request.getHeaderString(HttpHeaders.AUTHORIZATION) != null
                        || (isOpen(method)
                                && (request.getLength() != 0
                                        || !request.getCookies().isEmpty()));
            case 403, 429 -> true;
            case 404 -> invisible;
            default -> false;
        };
    }

    private static boolean isOpen(Method method) {
        Requires requires = method.getAnnotation(Requires.class);
        return requires != null && requires.value() == Right.NOTHING;
    }

    private static String asked(MultivaluedMap<String, String> variables) {
        return variables.getFirst("namespace") + "/" + variables.getFirst("name") + "/" + variables.getFirst("team");
    }
}
