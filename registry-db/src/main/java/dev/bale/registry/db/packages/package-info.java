/** Namespaces, packages, versions with their pages, the push log, tags and presence. */
@NullMarked
package dev.bale.registry.db.packages;

import org.jspecify.annotations.NullMarked;
