package dev.bale.registry.db.stores;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "store")
class StoreEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable Long id;

    String name = "";
    String endpoint = "";

    @Column(name = "public_endpoint")
    String publicEndpoint = "";

    String region = "";
    String bucket = "";
    String prefix = "";

    @Column(name = "path_style")
    boolean pathStyle;

    String mode = "untested";

    @Column(name = "tested_at")
    @Nullable Instant testedAt;

    @Column(name = "skew_ms")
    @Nullable Long skewMs;

    @Nullable String report;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;
}
