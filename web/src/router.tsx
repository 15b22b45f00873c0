import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Home } from './catalogue/Home';
import { Waiting } from './parts/States';
import { Broken, NotFound } from './shell/Lost';
import { Shell } from './shell/Shell';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ component: Shell, notFoundComponent: NotFound });

/** A search parameter that is text or not there. */
function text(value: unknown): string | undefined {
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

const home = createRoute({
    getParentRoute: () => root,
    path: '/',
    validateSearch: (search): { filter?: string } => ({ filter: text(search.filter) }),
    component: Home,
});

const namespace = createRoute({
    getParentRoute: () => root,
    path: '/namespaces/$namespace',
    component: lazyRouteComponent(() => import('./catalogue/NamespacePage'), 'NamespacePage'),
});

/** Which version of a package (a tag, `@prefix` or hash; none: the newest), and what of it. */
export interface PackageSearch {
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
    }),
    component: lazyRouteComponent(() => import('./catalogue/PackagePage'), 'PackagePage'),
});

const trace = createRoute({
    getParentRoute: () => root,
    path: '/audit/trace',
    validateSearch: (search): { sha256?: string } => ({ sha256: text(search.sha256) }),
    component: lazyRouteComponent(() => import('./audit/TracePage'), 'TracePage'),
});

const tokens = createRoute({
    getParentRoute: () => root,
    path: '/settings/tokens',
    component: lazyRouteComponent(() => import('./settings/TokensPage'), 'TokensPage'),
});

const sessions = createRoute({
    getParentRoute: () => root,
    path: '/settings/sessions',
    component: lazyRouteComponent(() => import('./settings/SessionsPage'), 'SessionsPage'),
});

const teams = createRoute({
    getParentRoute: () => root,
    path: '/teams',
    component: lazyRouteComponent(() => import('./admin/TeamsPage'), 'TeamsPage'),
});

const accounts = createRoute({
    getParentRoute: () => root,
    path: '/admin/accounts',
    component: lazyRouteComponent(() => import('./admin/AccountsPage'), 'AccountsPage'),
});

const stores = createRoute({
    getParentRoute: () => root,
    path: '/admin/stores',
    component: lazyRouteComponent(() => import('./admin/StoresPage'), 'StoresPage'),
});

export function makeRouter(queries: QueryClient) {
    return createRouter({
        routeTree: root.addChildren([home, namespace, packageRoute, trace, tokens, sessions, teams, accounts, stores]),
        context: { queries },
        defaultErrorComponent: Broken,
        defaultPendingComponent: Waiting,
        scrollRestoration: true,
        // Search parameters are plain text: people read and type them.
        parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
        stringifySearch: (search) => {
            const parameters = new URLSearchParams();
            for (const [name, value] of Object.entries(search)) {
                if (value !== undefined) {
                    parameters.set(name, String(value));
                }
            }
            const written = parameters.toString();
            return written === '' ? '' : `?${written}`;
        },
    });
}

declare module '@tanstack/react-router' {
    interface Register {
        router: ReturnType<typeof makeRouter>;
    }
}
