/** What packages there are, their log and their tags. */
@NullMarked
package dev.bale.registry.api.packages;

import org.jspecify.annotations.NullMarked;
