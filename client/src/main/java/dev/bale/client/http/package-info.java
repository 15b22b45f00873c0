/** HTTP as the registry and its object storages need it: one connection pool, proxies, retries, problem documents. */
@NullMarked
package dev.bale.client.http;

import org.jspecify.annotations.NullMarked;
