/** The object storages: their clients, their self-test, their health. */
@NullMarked
package dev.bale.registry.api.stores;

import org.jspecify.annotations.NullMarked;
