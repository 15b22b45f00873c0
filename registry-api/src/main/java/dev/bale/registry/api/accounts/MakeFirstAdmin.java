package dev.bale.registry.api.accounts;

import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.AccountRow;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Makes the administrator of the embedded default at the first start, with the secret that lies in the named file. */
@ApplicationScoped
class MakeFirstAdmin {
    private static final Logger LOG = Logger.getLogger(MakeFirstAdmin.class);

    private final AccountsConfig config;
    private final AccountRepository accounts;
    private final Clock clock;

    MakeFirstAdmin(AccountsConfig config, AccountRepository accounts, Clock clock) {
        this.config = config;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Transactional
    void onStart(@Observes StartupEvent event) {
        if (!config.local() || config.firstAdminSecretFile().isEmpty()) {
            return;
        }
        if (accounts.named(config.firstAdmin()).isEmpty()) {
            make(config.firstAdminSecretFile().get());
        }
    }

    private void make(Path secretFile) {
        try {
            String secret = Files.readString(secretFile).strip();
            Instant now = clock.instant();
            AccountRow admin = accounts.create(config.firstAdmin(), "person", true, now);
            accounts.setSecret(admin.id(), BcryptUtil.bcryptHash(secret), now);
            LOG.infof("made the first administrator account=%s secret_file=%s", admin.name(), secretFile);
        } catch (IOException e) {
            throw new UncheckedIOException("bale.accounts.first-admin-secret-file: cannot read " + secretFile, e);
        }
    }
}
