import { text } from '../shell/root';

/** Which view of the access of a package or namespace, and what was asked there. */
export interface AccessSearch {
    /** None: the grants. */
    view?: 'readers' | 'explain' | 'settings';
    /** Also grants that were revoked or have expired. */
    ended?: 'yes';
    who?: string;
    action?: 'publish' | 'administer';
    path?: string;
    /** A moment in the past; none: now. */
    moment?: string;
}

export function accessSearch(search: Record<string, unknown>): AccessSearch {
    const { view, action } = search;
    return {
        view: view === 'readers' || view === 'explain' || view === 'settings' ? view : undefined,
        ended: search.ended === 'yes' ? 'yes' : undefined,
        who: text(search.who),
        action: action === 'publish' || action === 'administer' ? action : undefined,
        path: text(search.path),
        moment: text(search.moment),
    };
}
