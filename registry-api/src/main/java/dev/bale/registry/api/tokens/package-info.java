/** Tokens for programs: personal access tokens, and service accounts with theirs. Which packages they open is decided in {@code access}. */
@NullMarked
package dev.bale.registry.api.tokens;

import org.jspecify.annotations.NullMarked;
