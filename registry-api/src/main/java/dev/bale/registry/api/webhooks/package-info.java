/**
 * Sends the audit trail to receivers such as a SIEM: signed, each event at least once, in the order in which it happened. The trail itself
 * is the outbox: a row says how far a receiver came.
 */
@NullMarked
package dev.bale.registry.api.webhooks;

import org.jspecify.annotations.NullMarked;
