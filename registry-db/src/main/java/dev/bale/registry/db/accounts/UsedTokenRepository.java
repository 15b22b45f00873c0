package dev.bale.registry.db.accounts;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** The ids of tokens that may be used once. */
@ApplicationScoped
public class UsedTokenRepository {
    private final Database database;

    UsedTokenRepository(Database database) {
        this.database = database;
    }

    /** Notes a use; whether it was the first. Of two at once the second waits for the first's transaction. */
    public boolean use(String issuer, String tokenId, Instant expiresAt) {
        return database.update("""
                        insert into used_token_id (issuer, token_id, expires_at)
                        values (?, ?, ?)
                        on conflict do nothing
                        """, p -> p.add(issuer).add(tokenId).add(expiresAt)) == 1;
    }

    /** Forgets what expired before that moment, because it is refused for its age by then. */
    public int forget(Instant before) {
        return database.update("delete from used_token_id where expires_at < ?", p -> p.add(before));
    }
}
