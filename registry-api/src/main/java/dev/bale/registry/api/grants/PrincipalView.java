package dev.bale.registry.api.grants;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Who; {@code name} is that of an account or a team. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PrincipalView(String kind, @Nullable String name) {}
