package dev.bale.registry.api.install;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which entries to hand out; see {@code handOut} in openapi.yaml. */
public record HandOutRequest(
        @Size(max = 10_000) @Nullable List<@NotNull @Size(min = 2, max = 2) List<@NotNull @PositiveOrZero Long>> entries,

        @Valid @Nullable FragmentRange fragments,
        @Size(max = 10_000) @Nullable List<@NotNull @Size(min = 2, max = 2) List<@NotNull @PositiveOrZero Long>> cached,
        @Size(max = 64) @Nullable String view,
        @Pattern(regexp = "compact|plain") @Nullable String form,
        @Pattern(regexp = "install|cat|verify") @Nullable String purpose) {

    private static final String PLAIN = "plain";

    /** Whether the answer has no place for what is missing, so that it is all or nothing. */
    boolean plain() {
        return PLAIN.equals(form);
    }

    /** Fragments {@code [from, to)} of one entry. */
    public record FragmentRange(
            @NotNull @PositiveOrZero Long ordinal,
            @NotNull @PositiveOrZero Long from,
            @NotNull @PositiveOrZero Long to) {}

    /** One whole entry of a view, or of the whole version. */
    static HandOutRequest ofEntry(long ordinal, @Nullable String view, String purpose) {
        return new HandOutRequest(List.of(List.of(ordinal, ordinal + 1)), null, null, view, PLAIN, purpose);
    }
}
