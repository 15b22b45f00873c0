/** Short forms of the drills. */
@NullMarked
package dev.bale.bench;

import org.jspecify.annotations.NullMarked;
