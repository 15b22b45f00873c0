/** Verify: the files of a folder against what was installed or against a version. */
@NullMarked
package dev.bale.client.verify;

import org.jspecify.annotations.NullMarked;
