/** Tests of the format, and what other modules' tests may use of it: {@code MemoryPages} and {@code SampleEntries}. */
package dev.bale.manifest;
