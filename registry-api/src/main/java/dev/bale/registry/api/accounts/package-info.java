/** Who is calling: sessions, access tokens and, in the embedded default, local accounts. Single sign-on enters here. */
@NullMarked
package dev.bale.registry.api.accounts;

import org.jspecify.annotations.NullMarked;
