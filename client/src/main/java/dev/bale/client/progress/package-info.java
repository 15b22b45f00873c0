/** What a transfer has done so far, for whoever shows it. */
@NullMarked
package dev.bale.client.progress;

import org.jspecify.annotations.NullMarked;
