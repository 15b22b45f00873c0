import { createRoute, redirect } from '@tanstack/react-router';
import { lazyPage } from '../shell/lazyPage';
import { root } from '../shell/root';
import { AdminArea } from './AdminArea';
import { root, text } from '../shell/root';

const filtered = (search: Record<string, unknown>): { filter?: string } => ({ filter: text(search.filter) });

const area = createRoute({
    getParentRoute: () => root,
    path: '/admin',
    component: lazyRouteComponent(() => import('./AdminArea'), 'AdminArea'),
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
    component: lazyPage(() => import('./AccountsPage'), 'AccountsPage'),
    validateSearch: filtered,
    component: lazyRouteComponent(() => import('./AccountsPage'), 'AccountsPage'),
});

const account = createRoute({
    getParentRoute: () => area,
    path: '/accounts/$account',
    component: lazyRouteComponent(() => import('./AccountPage'), 'AccountPage'),
});

const serviceAccounts = createRoute({
    getParentRoute: () => area,
    path: '/service-accounts',
    component: lazyRouteComponent(() => import('./ServiceAccountsPage'), 'ServiceAccountsPage'),
});

const namespaces = createRoute({
    getParentRoute: () => area,
    path: '/namespaces',
    component: lazyRouteComponent(() => import('./NamespacesPage'), 'NamespacesPage'),
});

const namespace = createRoute({
    getParentRoute: () => area,
    path: '/namespaces/$namespace',
    component: lazyRouteComponent(() => import('./NamespaceAdminPage'), 'NamespaceAdminPage'),
});

const stores = createRoute({
    getParentRoute: () => area,
    path: '/stores',
    component: lazyPage(() => import('./StoresPage'), 'StoresPage'),
});

const keys = createRoute({
    getParentRoute: () => area,
    path: '/keys',
    component: lazyRouteComponent(() => import('./KeysPage'), 'KeysPage'),
});

const webhooks = createRoute({
    getParentRoute: () => area,
    path: '/webhooks',
    component: lazyRouteComponent(() => import('./WebhooksPage'), 'WebhooksPage'),
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
    component: lazyPage(() => import('./TeamsPage'), 'TeamsPage'),
    validateSearch: filtered,
    component: lazyRouteComponent(() => import('./TeamsPage'), 'TeamsPage'),
});

const team = createRoute({
    getParentRoute: () => root,
    path: '/teams/$team',
    component: lazyRouteComponent(() => import('./TeamPage'), 'TeamPage'),
});

/** Teams are everybody's: their owners need not be administrators. */
export const teamRoutes = [teams, team] as const;
