/** Publishing: open, pages, uploads, done, commit; and the cleaning up after pushes that never got there. */
@NullMarked
package dev.bale.registry.api.push;

import org.jspecify.annotations.NullMarked;
