/** The whole registry on a laptop: the service, a PostgreSQL and an S3 in one process and one folder, bound to loopback. */
@NullMarked
package dev.bale.standalone;

import org.jspecify.annotations.NullMarked;
