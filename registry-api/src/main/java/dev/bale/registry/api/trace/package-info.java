/** Trace: from bytes to the versions that hold them, and to everybody who was handed them. */
@NullMarked
package dev.bale.registry.api.trace;

import org.jspecify.annotations.NullMarked;
