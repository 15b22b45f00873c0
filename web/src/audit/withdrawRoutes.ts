import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../shell/lazyPage';
import { root, text } from '../shell/root';
import { area } from './area';

const list = createRoute({
    getParentRoute: () => area,
    path: '/withdrawals',
    validateSearch: (search): { lifted?: string } => ({ lifted: text(search.lifted) }),
    component: lazyPage(() => import('./WithdrawListPage'), 'WithdrawListPage'),
});

/** What is to be withdrawn: bytes by their hash; or a version of a package, or the file of it at a path. */
export interface WithdrawSearch {
    sha256?: string;
    package?: string;
    version?: string;
    path?: string;
}

const make = createRoute({
    getParentRoute: () => area,
    path: '/withdrawals/new',
    validateSearch: (search): WithdrawSearch => ({
        sha256: text(search.sha256),
        package: text(search.package),
        version: text(search.version),
        path: text(search.path),
    }),
    component: lazyPage(() => import('./WithdrawNewPage'), 'WithdrawNewPage'),
});

const one = createRoute({
    getParentRoute: () => area,
    path: '/withdrawals/$id',
    component: lazyPage(() => import('./WithdrawPage'), 'WithdrawPage'),
});

const erasure = createRoute({
    getParentRoute: () => area,
    path: '/erasure',
    validateSearch: (search): { account?: string } => ({ account: text(search.account) }),
    component: lazyPage(() => import('./ErasurePage'), 'ErasurePage'),
});

export const withdrawRoutes = [list, make, one, erasure] as const;

/** What was recalled from the viewer is for everybody, and not of the audit desk. */
const recalls = createRoute({
    getParentRoute: () => root,
    path: '/recalls',
    validateSearch: (search): { acknowledged?: string } => ({ acknowledged: text(search.acknowledged) }),
    component: lazyPage(() => import('./RecallsPage'), 'RecallsPage'),
});

export const recallRoutes = [recalls] as const;
