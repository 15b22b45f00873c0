/** How often one address or one account may try to get in. */
@NullMarked
package dev.bale.registry.api.attempts;

import org.jspecify.annotations.NullMarked;
