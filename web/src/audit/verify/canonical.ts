const UTF8 = new TextEncoder();

/** What events and heads consist of: texts, whole numbers and truths, without nesting. */
export type Flat = Record<string, string | number | boolean>;

/**
 * A flat object as RFC 8785 writes it, in UTF-8; null for what is none: something nested, a number that is not whole, or one that this
 * language cannot hold exactly.
 */
export function canonicalBytes(object: unknown): Uint8Array | null {
    if (!isFlat(object)) {
        return null;
    }
    // Keys are ASCII, so that the order of this language is that of the format.
    const fields = Object.keys(object)
        .sort()
        .map((key) => `${JSON.stringify(key)}:${JSON.stringify(object[key])}`);
    return UTF8.encode(`{${fields.join(',')}}`);
}

function isFlat(object: unknown): object is Flat {
    return (
        typeof object === 'object' &&
        object !== null &&
        !Array.isArray(object) &&
        Object.values(object).every(
            (value) => typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value),
        )
    );
}
