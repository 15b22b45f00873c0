/** The client library of a Bale registry: what its features share. Push, install and the rest lie in the packages below. */
@NullMarked
package dev.bale.client;

import org.jspecify.annotations.NullMarked;
