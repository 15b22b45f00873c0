package dev.bale.manifest;

/** A page wanted: where it stands in its tree, for a service that hands out pages by place, and its name. */
public record PageAddress(PagePosition position, Sha256 name) {}
