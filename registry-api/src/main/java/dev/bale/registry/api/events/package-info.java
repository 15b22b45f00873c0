/** Questions to the audit trail: which events fit, newest first. */
@NullMarked
package dev.bale.registry.api.events;

import org.jspecify.annotations.NullMarked;
