/** The service over HTTP, on a real PostgreSQL and a real S3; every answer is held to openapi.yaml. */
@NullMarked
package dev.bale.registry.api;

import org.jspecify.annotations.NullMarked;
