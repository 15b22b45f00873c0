@NullMarked
package dev.bale.client.push;

import org.jspecify.annotations.NullMarked;
