/** What this registry is, and limits that hold for every request. */
@NullMarked
package dev.bale.registry.api.registry;

import org.jspecify.annotations.NullMarked;
