@NullMarked
package dev.bale.client.folder;

import org.jspecify.annotations.NullMarked;
