/**
 * A PostgreSQL and an S3 that need nothing installed: what the standalone registry runs on, and what integration
 * tests talk to. Both keep their data in a folder, listen on 127.0.0.1 alone and ask for a password.
 */
@NullMarked
package dev.bale.embedded;

import org.jspecify.annotations.NullMarked;
