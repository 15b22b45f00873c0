/** Events, append-only, and their erasable personal fields. */
@NullMarked
package dev.bale.registry.db.audit;

import org.jspecify.annotations.NullMarked;
