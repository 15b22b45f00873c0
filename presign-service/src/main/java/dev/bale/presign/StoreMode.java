package dev.bale.presign;

/** How far a store can be trusted with presigned uploads, found by {@link StoreSelfTest}. */
public enum StoreMode {
    /** It refuses bytes that do not match the signed SHA-256 and length: an upload that is there is right. */
    ENFORCED,

    /** It does not, so the registry copies each upload to a key no URL was signed for, and reads the copy. */
    VERIFY,

    /** It does not even keep to signatures, expiry or keys: the registry must not sign for it. */
    REFUSED
}
