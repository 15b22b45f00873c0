/** Signing in, and keeping the tokens of several registries in one private file. */
@NullMarked
package dev.bale.client.session;

import org.jspecify.annotations.NullMarked;
