import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../shell/lazyPage';
import { type AccessSearch, accessSearch } from '../access/search';
import { root, text } from '../shell/root';
import { Home } from './Home';

/** Which list of packages (none: the ones pushed to last), and what it is narrowed by. */
export interface HomeSearch {
    filter?: string;
    list?: 'name' | 'mine';
}

function listOf(value: unknown): HomeSearch['list'] {
    return value === 'name' || value === 'mine' ? value : undefined;
}

const home = createRoute({
    getParentRoute: () => root,
    path: '/',
    validateSearch: (search): HomeSearch => ({ filter: text(search.filter), list: listOf(search.list) }),
    component: Home,
});

const namespace = createRoute({
    getParentRoute: () => root,
    path: '/namespaces/$namespace',
    component: lazyPage(() => import('./NamespacePage'), 'NamespacePage'),
});

/** Which version of a package (a tag, `@prefix` or hash; none: the newest), and what of it. */
export interface PackageSearch extends AccessSearch {
    at?: string;
    tab?: 'files' | 'versions' | 'access';
    folder?: string;
    file?: string;
}

function tabOf(value: unknown): PackageSearch['tab'] {
    return value === 'files' || value === 'versions' || value === 'access' ? value : undefined;
}

const packageRoute = createRoute({
    getParentRoute: () => root,
    path: '/packages/$namespace/$name',
    validateSearch: (search): PackageSearch => ({
        at: text(search.at),
        tab: tabOf(search.tab),
        folder: text(search.folder),
        file: text(search.file),
        ...accessSearch(search),
    }),
    component: lazyPage(() => import('./PackagePage'), 'PackagePage'),
});

export const catalogueRoutes = [home, namespace, packageRoute] as const;
