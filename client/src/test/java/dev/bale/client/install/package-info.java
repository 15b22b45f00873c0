@NullMarked
package dev.bale.client.install;

import org.jspecify.annotations.NullMarked;
