package dev.bale.registry.db.accounts;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "account")
class AccountEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable Long id;

    String name = "";
    String kind = "";
    boolean admin;
    boolean auditor;

    @Column(name = "disabled_at")
    @Nullable Instant disabledAt;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;
}
