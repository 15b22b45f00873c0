/** The packaged programs with real identity providers and a real browser. */
package dev.bale.e2e;
