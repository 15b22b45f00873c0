/**
 * What registry and verifiers share of the audit trail's seals: the canonical bytes of an event and of a head, and the Merkle tree
 * over them. {@code docs/audit-format.md} is its specification.
 */
@NullMarked
package dev.bale.manifest.audit;

import org.jspecify.annotations.NullMarked;
