import { createRoute, redirect } from '@tanstack/react-router';
import { lazyPage } from '../shell/lazyPage';
import { root } from '../shell/root';
import { AdminArea } from './AdminArea';

const area = createRoute({ getParentRoute: () => root, path: '/admin', component: AdminArea });

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
});

const stores = createRoute({
    getParentRoute: () => area,
    path: '/stores',
    component: lazyPage(() => import('./StoresPage'), 'StoresPage'),
});

export const adminRoutes = area.addChildren([first, accounts, stores]);

const teams = createRoute({
    getParentRoute: () => root,
    path: '/teams',
    component: lazyPage(() => import('./TeamsPage'), 'TeamsPage'),
});

/** Teams are everybody's: their owners need not be administrators. */
export const teamRoutes = [teams] as const;
