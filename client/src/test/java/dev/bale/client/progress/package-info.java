@NullMarked
package dev.bale.client.progress;

import org.jspecify.annotations.NullMarked;
