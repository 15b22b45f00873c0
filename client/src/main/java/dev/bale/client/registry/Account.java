package dev.bale.client.registry;

/** Who is signed in. */
public record Account(String name, String kind, boolean admin, boolean auditor) {}
