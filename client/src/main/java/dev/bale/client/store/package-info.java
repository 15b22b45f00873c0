/** The local store: fragments and pages by hash, shared by all packages of a user, and the hash cache. */
@NullMarked
package dev.bale.client.store;

import org.jspecify.annotations.NullMarked;
