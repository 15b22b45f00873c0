/** What whoever reads the store's access logs needs to know of hand-outs. The logs themselves never come here: {@code bale} compares. */
@NullMarked
package dev.bale.registry.api.audit.reconcile;

import org.jspecify.annotations.NullMarked;
