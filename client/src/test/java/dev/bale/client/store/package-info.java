@NullMarked
package dev.bale.client.store;

import org.jspecify.annotations.NullMarked;
