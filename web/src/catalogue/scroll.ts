/** Browsers lay out some 17 to 33 million pixels. A list that is longer is drawn shorter, and its scroll bar covers more at once. */
const MOST_PIXELS = 8_000_000;

/** How high a list of so many rows is drawn. */
export function rowsHeight(rows: number, row: number): number {
    return Math.min(rows * row, MOST_PIXELS);
}

/**
 * Which rows are in sight where the list is scrolled so far: from `first` to before `last`, with some beyond either edge, and where `first` is
 * drawn.
 */
export function place(
    scrolled: number,
    height: number,
    rows: number,
    row: number,
    ahead: number,
): { first: number; last: number; top: number } {
    const whole = rows * row;
    const drawn = rowsHeight(rows, row);
    const reach = Math.max(1, drawn - height);
    const at = Math.min(Math.max(0, scrolled), reach);
    const offset = drawn === whole ? at : (at / reach) * Math.max(0, whole - height);
    const first = Math.max(0, Math.floor(offset / row) - ahead);
    const last = Math.min(rows, Math.ceil((offset + height) / row) + ahead);
    return { first, last, top: at - (offset - first * row) };
}
