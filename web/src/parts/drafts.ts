/** Under which drafts lie in the tab's storage; what follows is the form's name. */
export const DRAFT = 'bale.draft.';
const OWNER = 'bale.drafts-of';

/**
 * Notes whose tab this is. What somebody else typed in it before is removed, and the answer is true then: whatever the page still shows
 * was asked for by him, too.
 */
export function keepDraftsOf(account: string): boolean {
    try {
        const storage = window.sessionStorage;
        const before = storage.getItem(OWNER);
        if (before === account) {
            return false;
        }
        storage.setItem(OWNER, account);
        Object.keys(storage)
            .filter((key) => key.startsWith(DRAFT))
            .forEach((key) => storage.removeItem(key));
        return before !== null;
    } catch {
        // A browser that keeps nothing has nothing of anybody's.
        return false;
    }
}
