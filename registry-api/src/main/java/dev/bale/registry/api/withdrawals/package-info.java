/** Withdrawing what must not be handed out any more, recalling it from those who hold copies, and deleting it. */
@NullMarked
package dev.bale.registry.api.withdrawals;

import org.jspecify.annotations.NullMarked;
