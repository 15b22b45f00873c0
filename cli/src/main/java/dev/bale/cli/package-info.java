/** {@code bale}, the command line: a class a command, and how results, progress and errors are shown. */
@NullMarked
package dev.bale.cli;

import org.jspecify.annotations.NullMarked;
