const UNITS = new Map(Object.entries({ '': 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12, pb: 1e15 }));

/** The bytes that people write as `10 GB`; undefined for no limit, null for what is no size. */
export function bytesOf(text: string): number | null | undefined {
    const written = text.trim().toLowerCase();
    if (written === '') {
        return undefined;
    }
    const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(written) ?? [];
    const step = unit === undefined ? undefined : UNITS.get(unit.replace(/^bytes?$/, 'b'));
    if (digits === undefined || step === undefined) {
        return null;
    }
    const bytes = Math.round(Number(digits) * step);
    return Number.isSafeInteger(bytes) ? bytes : null;
}

/** Bytes as {@link bytesOf} reads them, exactly. */
export function bytesText(bytes: number | undefined): string {
    if (bytes === undefined) {
        return '';
    }
    for (const [unit, step] of [['TB', 1e12], ['GB', 1e9], ['MB', 1e6], ['kB', 1e3]] as const) {
        if (bytes >= step && bytes % step === 0) {
            return `${bytes / step} ${unit}`;
        }
    }
    return String(bytes);
}
