/** The calls of the HTTP contract, typed; nothing here decides anything. */
@NullMarked
package dev.bale.client.registry;

import org.jspecify.annotations.NullMarked;
