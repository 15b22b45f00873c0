/** Pushes under way: what each wants, holds and has uploaded. */
@NullMarked
package dev.bale.registry.db.push;

import org.jspecify.annotations.NullMarked;
