package dev.bale.registry.api.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Expectation;
import dev.bale.manifest.PageKind;
import dev.bale.manifest.Sha256;
import org.jspecify.annotations.Nullable;

/** What a page must be, as kept in the database while a push goes on. */
record ExpectationText(
        String kind,
        String name,
        int level,
        @Nullable String previous,
        @Nullable String last,
        long entries,
        long bytes,
        boolean rightmost) {
    private static final JsonMapper JSON = new JsonMapper();

    static String of(Expectation e) {
        try {
            return JSON.writeValueAsString(new ExpectationText(
                    e.kind().name(),
                    e.name().toString(),
                    e.level(),
                    e.previous() == null ? null : e.previous().toString(),
                    e.last() == null ? null : e.last().toString(),
                    e.entries(),
                    e.bytes(),
                    e.rightmost()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Expectation parse(String text) {
        try {
            ExpectationText e = JSON.readValue(text, ExpectationText.class);
            return new Expectation(
                    PageKind.valueOf(e.kind),
                    Sha256.parse(e.name),
                    e.level,
                    e.previous == null ? null : EntryPath.of(e.previous),
                    e.last == null ? null : EntryPath.of(e.last),
                    e.entries,
                    e.bytes,
                    e.rightmost);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("push_page.expectation is not what this release writes", e);
        }
    }
}
