import { createRoute, redirect } from '@tanstack/react-router';
import { lazyPage } from '../shell/lazyPage';
import { root, text } from '../shell/root';

const filtered = (search: Record<string, unknown>): { filter?: string } => ({ filter: text(search.filter) });

const area = createRoute({
    getParentRoute: () => root,
    path: '/admin',
    component: lazyPage(() => import('./AdminArea'), 'AdminArea'),
});

const first = createRoute({
    getParentRoute: () => area,
    path: '/',
    beforeLoad: () => {
        throw redirect({ to: '/admin/accounts' });
    },
});

const accounts = createRoute({
    getParentRoute: () => area,
    path: '/accounts',
    validateSearch: filtered,
    component: lazyPage(() => import('./AccountsPage'), 'AccountsPage'),
});

const account = createRoute({
    getParentRoute: () => area,
    path: '/accounts/$account',
    component: lazyPage(() => import('./AccountPage'), 'AccountPage'),
});

const serviceAccounts = createRoute({
    getParentRoute: () => area,
    path: '/service-accounts',
    component: lazyPage(() => import('./ServiceAccountsPage'), 'ServiceAccountsPage'),
});

const namespaces = createRoute({
    getParentRoute: () => area,
    path: '/namespaces',
    component: lazyPage(() => import('./NamespacesPage'), 'NamespacesPage'),
});

const namespace = createRoute({
    getParentRoute: () => area,
    path: '/namespaces/$namespace',
    component: lazyPage(() => import('./NamespaceAdminPage'), 'NamespaceAdminPage'),
});

const stores = createRoute({
    getParentRoute: () => area,
    path: '/stores',
    component: lazyPage(() => import('./StoresPage'), 'StoresPage'),
});

const keys = createRoute({
    getParentRoute: () => area,
    path: '/keys',
    component: lazyPage(() => import('./KeysPage'), 'KeysPage'),
});

const webhooks = createRoute({
    getParentRoute: () => area,
    path: '/webhooks',
    component: lazyPage(() => import('./WebhooksPage'), 'WebhooksPage'),
});

export const adminRoutes = area.addChildren([
    first,
    accounts,
    account,
    serviceAccounts,
    namespaces,
    namespace,
    stores,
    keys,
    webhooks,
]);

const teams = createRoute({
    getParentRoute: () => root,
    path: '/teams',
    validateSearch: filtered,
    component: lazyPage(() => import('./TeamsPage'), 'TeamsPage'),
});

const team = createRoute({
    getParentRoute: () => root,
    path: '/teams/$team',
    component: lazyPage(() => import('./TeamPage'), 'TeamPage'),
});

/** Teams are everybody's: their owners need not be administrators. */
export const teamRoutes = [teams, team] as const;
