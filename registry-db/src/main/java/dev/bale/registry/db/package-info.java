/** How the registry talks to PostgreSQL; the features' tables are in the packages below. */
@NullMarked
package dev.bale.registry.db;

import org.jspecify.annotations.NullMarked;
