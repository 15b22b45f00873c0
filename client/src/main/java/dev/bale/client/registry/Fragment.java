package dev.bale.client.registry;

import dev.bale.manifest.Sha256;

/** A fragment by hash and size in bytes. */
public record Fragment(Sha256 sha256, long size) {}
