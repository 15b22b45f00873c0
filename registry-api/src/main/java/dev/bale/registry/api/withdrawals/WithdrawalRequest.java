package dev.bale.registry.api.withdrawals;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What to withdraw, and why. Reason and ticket are one line each, shown to everybody who meets what was withdrawn. */
record WithdrawalRequest(
        @NotNull @Valid What what,

        @NotBlank @Size(max = 1_000) @Pattern(regexp = ONE_LINE, message = IS_NOT_ONE_LINE) String reason,

        @NotBlank @Size(max = 200) @Pattern(regexp = ONE_LINE, message = IS_NOT_ONE_LINE) String ticket) {

    /** Neither control characters nor half a character, nor what turns the direction of writing. */
    static final String ONE_LINE = "[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]*";

    static final String IS_NOT_ONE_LINE = "is one line without control characters";

    /**
     * Bytes by their {@code sha256}; or an entry of a {@code version} of a package by its {@code path}; or without one the version.
     *
     * @param shared of an entry: also fragments that other files use
     */
    record What(
            @Size(max = 71) @Nullable String sha256,

            @JsonProperty("package") @Size(max = 129) @Nullable String inPackage,

            @Size(max = 128) @Nullable String version,
            @Size(max = 1_100) @Nullable String path,
            @Nullable Boolean shared) {}
}
