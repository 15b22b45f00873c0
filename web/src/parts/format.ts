const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
/** As at the command line. */
const STEP = 1_000;
const WHOLE = new Intl.NumberFormat('en');
const ROUGH = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const SHORT = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const NEAR = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
    ['minute', 60],
    ['hour', 3_600],
    ['day', 86_400],
];
const LONGEST_RELATIVE_SECONDS = 7 * 86_400;

/** Bytes as people read them. */
export function humanBytes(bytes: number): string {
    let unit = 0;
    let rest = bytes;
    while (rest >= STEP && unit < UNITS.length - 1) {
        rest /= STEP;
        unit += 1;
    }
    if (unit === 0) {
        return bytes === 1 ? '1 byte' : `${WHOLE.format(bytes)} bytes`;
    }
    return `${SHORT.format(rest)} ${UNITS[unit]}`;
}

export function exactBytes(bytes: number): string {
    return `${WHOLE.format(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
}

/** A count as people read it. */
export function humanCount(count: number): string {
    return count < 10_000 ? WHOLE.format(count) : ROUGH.format(count);
}

export function exactCount(count: number): string {
    return WHOLE.format(count);
}

/** `1 file`, `2 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
    return `${humanCount(count)} ${count === 1 ? one : many}`;
}

/** How long ago, for the last week; the day in the viewer's zone for what is older. */
export function humanTime(at: Date, now: Date): string {
    const seconds = (at.getTime() - now.getTime()) / 1_000;
    const distance = Math.abs(seconds);
    if (distance > LONGEST_RELATIVE_SECONDS) {
        return at.toLocaleDateString('en', { year: 'numeric', month: 'short', day: 'numeric' });
    }
    const step = STEPS.findLast(([, length]) => distance >= length);
    return step ? NEAR.format(Math.trunc(seconds / step[1]), step[0]) : 'just now';
}

/** To the second in the viewer's zone. */
export function localTime(at: Date): string {
    return at.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'medium' });
}

export function exactTime(at: Date): string {
    return `${at.toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

/** The first digits of a hash, enough for people to compare. */
export function shortHash(hash: string): string {
    return hash.replace(/^sha256:/, '').slice(0, 12);
}

/** Characters that turn the direction of text, hide or join: a name with them can look like another name. */
const DECEIVING = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** A name as it is, with what cannot be seen written out. */
export function visibleName(name: string): string {
    return name.replace(
        DECEIVING,
        (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
    );
}
