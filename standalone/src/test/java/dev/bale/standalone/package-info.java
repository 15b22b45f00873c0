/** The real programs as processes: the packaged registry, the command line, the scripts. */
package dev.bale.standalone;
