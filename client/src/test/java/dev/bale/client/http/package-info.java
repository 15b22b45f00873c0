@NullMarked
package dev.bale.client.http;

import org.jspecify.annotations.NullMarked;
