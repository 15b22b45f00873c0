package dev.bale.registry.api.signin;

import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.PackageName;
import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes account names that are legal namespaces of what providers call people. */
final class AccountNames {
    private static final int LONGEST = 56;
    private static final int TRIES = 10_000;

    private AccountNames() {}

    /** Names to try, the nicest first: the part before an {@code @}, then with 2, 3, … behind it. */
    static Stream<String> of(@Nullable String userName) {
        String base = legible(userName == null ? "" : userName);
        return Stream.concat(Stream.of(base), IntStream.range(2, TRIES).mapToObj(number -> base + "-" + number))
                .filter(AccountNames::isNamespace);
    }

    private static String legible(String userName) {
        int at = userName.indexOf('@');
        String text = Normalizer.normalize(at > 0 ? userName.substring(0, at) : userName, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._-]", "-")
                .replaceAll("([._-])[._-]+", "$1")
                .replaceAll("^[._-]+", "");
        String cut = (text.length() > LONGEST ? text.substring(0, LONGEST) : text).replaceAll("[._-]+$", "");
        return cut.isEmpty() ? "person" : cut;
    }

    private static boolean isNamespace(String name) {
        try {
            return new PackageName(name, "x").namespace().equals(name);
        } catch (InvalidManifest e) {
            return false;
        }
    }
}
