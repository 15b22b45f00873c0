/** Install: a version becomes a folder, verified, resumable, without leaving the target. */
@NullMarked
package dev.bale.client.install;

import org.jspecify.annotations.NullMarked;
