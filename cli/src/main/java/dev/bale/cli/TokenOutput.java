package dev.bale.cli;

import dev.bale.client.registry.ApiToken;
import dev.bale.client.registry.TokenCalls;
import dev.bale.client.registry.TokenCalls.MadeToken;
import dev.bale.client.registry.TokenCalls.Revoked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How tokens are shown, personal ones and those of service accounts alike. */
final class TokenOutput {
    private TokenOutput() {}

    /** The token alone on standard output, so that a script can keep it; what to know of it beside. */
    static int made(Bale bale, MadeToken made) {
        if (bale.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("token", made.token());
            result.put("id", made.id());
            result.put("name", made.name());
            result.put("scopes", made.scopes());
            result.put("patterns", made.patterns());
            result.put("expires_at", made.expiresAt());
            bale.console().json(result);
        } else {
            bale.console().line(made.token());
            bale.console()
                    .note("Shown this once. It expires " + made.expiresAt() + "; `bale token revoke " + made.id()
                            + "` ends it before.");
        }
        return ExitCode.OK;
    }

    static List<ApiToken> all(TokenCalls calls) {
        List<ApiToken> tokens = new ArrayList<>();
        String after = null;
        do {
            TokenCalls.TokenPage page = calls.list(after);
            tokens.addAll(page.tokens());
            after = page.next();
        } while (after != null);
        return tokens;
    }

    static int list(Bale bale, List<ApiToken> tokens) {
        if (bale.json()) {
            bale.console().json(Map.of("tokens", tokens));
        } else {
            tokens.forEach(token -> bale.console().line(line(token)));
        }
        return ExitCode.OK;
    }

    private static String line(ApiToken token) {
        return token.id() + "  " + Words.printable(token.name()) + "  " + String.join(",", token.scopes())
                + (token.patterns().isEmpty() ? "" : "  " + Words.printable(String.join(" ", token.patterns())))
                + "  expires " + token.expiresAt()
                + (token.lastUsedAt() == null ? "  never used" : "  used " + token.lastUsedAt());
    }

    static int revoked(Bale bale, Revoked revoked) {
        if (bale.json()) {
            bale.console().json(revoked);
        } else {
            bale.console()
                    .line("Revoked. URLs that were handed out before may live until " + revoked.urlsExpireAt() + ".");
        }
        return ExitCode.OK;
    }
}
