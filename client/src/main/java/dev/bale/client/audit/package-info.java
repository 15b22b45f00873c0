/** Verifies an export of the audit trail offline: needs no registry, only the file, a public key and a head that was saved elsewhere. */
@NullMarked
package dev.bale.client.audit;

import org.jspecify.annotations.NullMarked;
