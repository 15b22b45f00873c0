/** Writing the audit trail: every event gets who, from where and by which request in one place. */
@NullMarked
package dev.bale.registry.api.audit;

import org.jspecify.annotations.NullMarked;
