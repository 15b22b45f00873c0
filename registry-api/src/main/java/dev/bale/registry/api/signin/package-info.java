/** Signing in by a browser: with a provider over OpenID Connect or with a local account, and programs that a browser confirms. */
@NullMarked
package dev.bale.registry.api.signin;

import org.jspecify.annotations.NullMarked;
