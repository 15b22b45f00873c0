package dev.bale.registry.api.signin;

import dev.bale.registry.api.problems.RegistryException.TooManyRequests;
import dev.bale.registry.db.accounts.DeviceLoginRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Begins the login of a program that a browser will confirm (after RFC 8628). */
@ApplicationScoped
class OpenDeviceLogin {
    /** How long somebody may take to confirm. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    /** How often the program may ask. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final int MOST_PENDING = 20;
    private static final String PREFIX = "bale_dl_";

    private final DeviceLoginRepository logins;
    private final Clock clock;

    OpenDeviceLogin(DeviceLoginRepository logins, Clock clock) {
        this.logins = logins;
        this.clock = clock;
    }

    /** Both codes; the device code is told once. */
    record Begun(String deviceCode, String userCode) {
        @Override
        public String toString() {
            return "Begun[]";
        }
    }

    /**
     * Begins.
     *
     * @throws TooManyRequests when this address has too many waiting
     */
    @Transactional
    Begun begin(Browser program) {
        Instant now = clock.instant();
        if (logins.lockPending(program.address(), now) >= MOST_PENDING) {
            throw new TooManyRequests(
                    "Too many logins wait for their confirmation at your address. Confirm one, or wait until they expire.",
                    Duration.ofMinutes(1));
        }
        String deviceCode = PREFIX + SecretText.fresh();
        String userCode = UserCode.fresh();
        while (!logins.open(
                UUID.randomUUID(),
                SecretText.hash(deviceCode),
                userCode,
                program.client(),
                program.address(),
                now,
                now.plus(LONGEST))) {
            userCode = UserCode.fresh();
        }
        return new Begun(deviceCode, UserCode.shown(userCode));
    }
}
