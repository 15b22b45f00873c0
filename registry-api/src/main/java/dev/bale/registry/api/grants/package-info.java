/** Granting and revoking, and asking who may do what, by which grant, and what a change would mean. */
@NullMarked
package dev.bale.registry.api.grants;

import org.jspecify.annotations.NullMarked;
