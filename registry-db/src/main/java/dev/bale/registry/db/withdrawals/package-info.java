/** What is withdrawn, whom it is recalled from, and what of it is deleted. */
@NullMarked
package dev.bale.registry.db.withdrawals;

import org.jspecify.annotations.NullMarked;
