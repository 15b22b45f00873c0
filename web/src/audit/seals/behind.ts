/** How much time of events the newest head does not cover yet. */
export function behind(headAt: string, newestEventAt: string | undefined): string {
    const millis = Date.parse(newestEventAt ?? headAt) - Date.parse(headAt);
    if (!(millis > 0)) {
        return 'nothing: every event is under it';
    }
    return `events of the ${millis < 1_000 ? 'second' : `${Math.ceil(millis / 1_000)} seconds`} after it`;
}
