package dev.bale.client.registry;

import com.fasterxml.jackson.annotation.JsonFormat;

/** Ordinals from the first to before the second. Written as an array of two. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record OrdinalRange(long from, long to) {}
