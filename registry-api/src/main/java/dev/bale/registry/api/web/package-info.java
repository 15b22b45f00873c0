/** Serves the web UI that the module {@code web} builds: one page, whose program uses the API like everybody else. */
@NullMarked
package dev.bale.registry.api.web;

import org.jspecify.annotations.NullMarked;
