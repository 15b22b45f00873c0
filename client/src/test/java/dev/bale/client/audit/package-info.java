@NullMarked
package dev.bale.client.audit;

import org.jspecify.annotations.NullMarked;
