package dev.bale.registry.api.audit;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records what {@link Recorded} routes show, before the answer leaves; one that cannot be recorded is none. */
@Provider
public class LookFilter implements ContainerResponseFilter {
    private static final int FIRST_ERROR = 400;

    /** Parameters whose names are told, not their values: these may be addresses and names. */
    private static final List<String> NARROWING =
            List.of("address", "fragment", "grant", "kind", "outcome", "request", "since", "until", "version");

    private final RecordLook recordLook;
    private final ResourceInfo resource;

    LookFilter(RecordLook recordLook, ResourceInfo resource) {
        this.recordLook = recordLook;
        this.resource = resource;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Method method = resource.getResourceMethod();
        Recorded recorded = method == null ? null : method.getAnnotation(Recorded.class);
        if (recorded == null || response.getStatus() >= FIRST_ERROR) {
            return;
        }
        Map<String, @Nullable String> about = new HashMap<>();
        MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
        request.getUriInfo().getPathParameters().forEach((variable, values) -> about.put(variable, values.getFirst()));
        String[] inPackage =
                Objects.requireNonNullElse(query.getFirst("package"), "").split("/", 2);
        if (!inPackage[0].isEmpty()) {
            about.put("namespace", inPackage[0]);
            about.put("name", inPackage.length == 2 && !inPackage[1].isEmpty() ? inPackage[1] : null);
        }
        List<String> by = NARROWING.stream().filter(query::containsKey).toList();
        recordLook.record(
                new RecordLook.Look(recorded.value(), method.getName(), about, query.getFirst("principal"), by),
                recorded.always());
    }
}
