package dev.bale.registry.api.registry;

/** How much one request may ask. Clients read them from {@code GET /v1}. */
public final class RegistryLimits {
    /** Pages a request of a push. */
    public static final int PAGES = 256;

    /** Positions a request for pages. */
    public static final int POSITIONS = 256;

    /** Fragments a request for uploads or for their verification. */
    public static final int UPLOADS = 1_000;

    /** Metadata objects a request of a push. */
    public static final int METADATA = 1_000;

    /** Entries, and fragments, a hand-out. */
    public static final int HAND_OUT = 10_000;

    private RegistryLimits() {}
}
