package dev.bale.registry.api.access;

/** What a route needs before its use case looks closer. */
public enum Right {
    /** Anybody may ask. */
    NOTHING,
    /** Somebody who means to read; the use case decides by package. Where the registry has a public, without signing in as well. */
    READ,
    /** Somebody signed in, by whatever credential. */
    SIGNED_IN,
    /** Somebody signed in who means to change something; the use case decides by package. */
    WRITE,
    /** Somebody signed in who means to change who may do what; the use case decides by namespace or package. */
    MANAGE,
    /** Somebody signed in by a session, not by a token: what concerns the account itself, its sessions and its tokens. */
    ACCOUNT,
    /** An administrator of the registry, signed in by a session. */
    ADMIN,
    /** An administrator or auditor: by a session, or by a token that reads and is not narrowed to packages. */
    AUDIT
}
