package dev.bale.registry.db.withdrawals;

/** A live withdrawal, as whoever meets it is told. */
public record WithdrawnRow(long id, String reason, String ticket) {}
