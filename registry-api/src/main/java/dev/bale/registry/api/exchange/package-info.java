/**
 * Token exchange (RFC 8693): a workload shows the token that its platform gave it, a CI job's or a pod's, and gets a short-lived one of this
 * registry. Nobody stores a secret for it.
 */
@NullMarked
package dev.bale.registry.api.exchange;

import org.jspecify.annotations.NullMarked;
