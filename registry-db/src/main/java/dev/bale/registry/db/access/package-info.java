/** Grants, memberships and their history. */
@NullMarked
package dev.bale.registry.db.access;

import org.jspecify.annotations.NullMarked;
