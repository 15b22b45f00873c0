@NullMarked
package dev.bale.client.session;

import org.jspecify.annotations.NullMarked;
