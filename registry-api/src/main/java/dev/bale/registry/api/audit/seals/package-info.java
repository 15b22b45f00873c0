/**
 * The audit trail's seals: committed events become leaves of a Merkle tree, whose head is signed with a mounted key. Heads, proofs and the
 * export let anybody with the public key and an old head find out what was changed since.
 */
@NullMarked
package dev.bale.registry.api.audit.seals;

import org.jspecify.annotations.NullMarked;
