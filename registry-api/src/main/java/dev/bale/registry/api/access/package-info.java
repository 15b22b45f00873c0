/** Who may do what. Every decision about access is made in here. */
@NullMarked
package dev.bale.registry.api.access;

import org.jspecify.annotations.NullMarked;
