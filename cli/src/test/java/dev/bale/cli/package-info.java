@NullMarked
package dev.bale.cli;

import org.jspecify.annotations.NullMarked;
