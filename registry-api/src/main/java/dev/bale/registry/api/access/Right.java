package dev.bale.registry.api.access;

/** What a route needs before its use case looks closer. */
public enum Right {
    /** Anybody may ask. */
    NOTHING,
    /** Somebody signed in; the use case decides by package. */
    READ,
    /** Somebody signed in who means to change something; the use case decides by package. */
    WRITE,
    /** Somebody signed in by a session, not by a token: what concerns the account itself, its sessions and its tokens. */
    ACCOUNT,
    /** An administrator of the registry, signed in by a session. */
    ADMIN
}
