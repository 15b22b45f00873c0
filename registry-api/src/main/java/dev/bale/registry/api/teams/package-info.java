/** Teams and namespaces: who belongs to them, how they are named, what they may hold. */
@NullMarked
package dev.bale.registry.api.teams;

import org.jspecify.annotations.NullMarked;
