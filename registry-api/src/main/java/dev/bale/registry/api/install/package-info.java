/** Installing: resolve, pages, the audited hand-out, one file by redirect, entries. */
@NullMarked
package dev.bale.registry.api.install;

import org.jspecify.annotations.NullMarked;
