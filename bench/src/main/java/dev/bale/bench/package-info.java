/** Benchmarks against a peer that runs in the same run on the same storage, and drills at sizes that ./test has no time for. */
@NullMarked
package dev.bale.bench;

import org.jspecify.annotations.NullMarked;
