/** Push: a folder becomes a version; only what the registry lacks travels. */
@NullMarked
package dev.bale.client.push;

import org.jspecify.annotations.NullMarked;
