/** What can go wrong, as one sealed hierarchy, and how it is told: RFC 9457 problem documents. */
@NullMarked
package dev.bale.registry.api.problems;

import org.jspecify.annotations.NullMarked;
