/** Stores, interned hashes and the locations of fragments. */
@NullMarked
package dev.bale.registry.db.stores;

import org.jspecify.annotations.NullMarked;
