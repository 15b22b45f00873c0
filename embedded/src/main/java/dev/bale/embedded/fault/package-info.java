/**
 * A proxy that spoils HTTP traffic on demand and counts it, for tests of retries, resumption and "moved nothing".
 */
@NullMarked
package dev.bale.embedded.fault;

import org.jspecify.annotations.NullMarked;
