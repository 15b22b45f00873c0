/**
 * The format {@code bale/1}: paths, entries, pages, the tree they form, its hash, and what can be done with it
 * (build, read, edit, compare, check). Plain Java without a framework; {@code docs/format.md} is its specification.
 *
 * <p>Everything that arrives as bytes or text is hostile until it was parsed here: limits come before allocation, and
 * whatever is refused is refused with {@link dev.bale.manifest.InvalidManifest}.
 */
@NullMarked
package dev.bale.manifest;

import org.jspecify.annotations.NullMarked;
