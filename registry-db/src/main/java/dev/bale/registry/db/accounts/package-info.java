/** Accounts, their sessions and the secrets of local accounts. Entities stay in here; callers see rows. */
@NullMarked
package dev.bale.registry.db.accounts;

import org.jspecify.annotations.NullMarked;
