package dev.bale.registry.api.audit.seals;

import dev.bale.manifest.audit.Head;
import dev.bale.presign.LockedObjects;
import dev.bale.presign.StoreException;
import dev.bale.presign.StoreSettings;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;

/**
 * Says a new head where whoever has the database cannot change it: in the log, and now and then in a bucket with object lock. A bucket
 * that fails gets the newest head later.
 */
@ApplicationScoped
class PublishHead {
    private static final Logger LOG = Logger.getLogger(PublishHead.class);

    private final SealsConfig.Heads config;
    private final @Nullable LockedObjects bucket;
    private final Clock clock;
    private @Nullable Head waiting;
    private Instant next = Instant.MIN;

    PublishHead(SealsConfig config, Clock clock) {
        this.config = config.heads();
        this.clock = clock;
        this.bucket =
                config.heads().bucket().map(name -> open(name, config.heads())).orElse(null);
    }

    private static LockedObjects open(String bucket, SealsConfig.Heads config) {
        URI endpoint = config.endpoint()
                .orElseThrow(() -> new IllegalStateException(
                        "bale.seals.heads.bucket is set and bale.seals.heads.endpoint is not: where is it?"));
        AwsCredentialsProvider credentials = config.credentialsFile()
                .<AwsCredentialsProvider>map(file -> ProfileCredentialsProvider.builder()
                        .profileFile(ProfileFileSupplier.reloadWhenModified(file, ProfileFile.Type.CREDENTIALS))
                        .build())
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
        return new LockedObjects(
                new StoreSettings(
                        "bale.seals.heads",
                        endpoint,
                        endpoint,
                        config.region(),
                        bucket,
                        config.prefix().orElse(""),
                        config.pathStyle()),
                credentials);
    }

    void onStop(@Observes ShutdownEvent event) {
        if (bucket != null) {
            bucket.close();
        }
    }

    /** Publishes a head, or the one that waits; null when there is no new one. For one thread. */
    void publish(@Nullable Head head) {
        if (head != null) {
            LOG.infof("sealed head=%s", head.text());
            waiting = head;
        }
        Head newest = waiting;
        Instant now = clock.instant();
        // A time further away than the interval was set before the clock went back.
        boolean due = !now.isBefore(next) || next.isAfter(now.plus(config.every()));
        if (bucket != null && newest != null && due) {
            next = now.plus(config.every());
            put(bucket, newest, now.plus(config.retainFor()));
        }
    }

    private void put(LockedObjects objects, Head head, Instant until) {
        String key = head.log() + "/" + head.epoch() + "/" + head.number() + ".json";
        try {
            if (!objects.put(key, head.text().getBytes(StandardCharsets.UTF_8), until)) {
                LOG.errorf(
                        "another head lies in the bucket already: was an older database restored? Then begin an epoch"
                                + " (docs/operations.md). key=%s head=%s",
                        key, head.text());
            }
            waiting = null;
        } catch (StoreException e) {
            LOG.warnf("the head waits until its bucket takes one reason=%s", e.getMessage());
        }
    }
}
