package dev.bale.registry.api.trace;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.trace.TraceViews.PlaceView;
import dev.bale.registry.db.audit.PlaceRepository;
import dev.bale.registry.db.audit.PlaceRepository.Filter;
import dev.bale.registry.db.audit.PlaceRepository.Place;
import dev.bale.registry.db.audit.PlaceRepository.Position;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the versions and paths that hold some bytes. */
@ApplicationScoped
class ListPlaces {
    private static final int FIELDS = 4;

    private final PlaceRepository places;

    ListPlaces(PlaceRepository places) {
        this.places = places;
    }

    /** Places by package and path, after a cursor. */
    @Transactional
    TraceViews.Places list(Sha256 sha256, Filter filter, @Nullable String after, int limit) {
        Position from = after == null ? Position.FIRST : position(after);
        List<Place> found = places.hashId(sha256)
                .map(hash -> places.places(hash, filter, from, limit + 1))
                .orElse(List.of());
        return new TraceViews.Places(
                found.stream().limit(limit).map(PlaceView::of).toList(),
                found.size() > limit ? cursor(found.get(limit - 1).position()) : null);
    }

    private static String cursor(Position last) {
        String text = last.packageId() + " " + last.presenceId() + " " + last.logId() + " " + last.path();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Position position(String cursor) {
        try {
            String[] fields =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", FIELDS);
            if (fields.length == FIELDS && fields[FIELDS - 1].indexOf('\0') < 0) {
                return new Position(
                        Long.parseLong(fields[0]), fields[3], Long.parseLong(fields[1]), Long.parseLong(fields[2]));
            }
        } catch (IllegalArgumentException e) {
            throw unknown(e);
        }
        throw unknown(null);
    }

    private static Invalid unknown(@Nullable Throwable cause) {
        Invalid invalid = new Invalid("The cursor in `after` is none that this registry gave.");
        if (cause != null) {
            invalid.initCause(cause);
        }
        return invalid;
    }
}
