/**
 * Compares what the store logged with what the registry handed out: who fetched without a hand-out, from another address, and what no line
 * shows. Reads access logs line by line; they are written by whoever sends requests to the store, so nothing in them is trusted.
 */
@NullMarked
package dev.bale.client.reconcile;

import org.jspecify.annotations.NullMarked;
