import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { accessRoutes } from './access/routes';
import { adminRoutes, teamRoutes } from './admin/routes';
import { auditRoutes } from './audit/routes';
import { recallRoutes } from './audit/withdrawRoutes';
import { catalogueRoutes } from './catalogue/routes';
import { Waiting } from './parts/States';
import { settingsRoutes } from './settings/routes';
import { Broken } from './shell/Lost';
import { root } from './shell/root';

const routeTree = root.addChildren([
    ...catalogueRoutes,
    ...teamRoutes,
    ...accessRoutes,
    ...settingsRoutes,
    ...recallRoutes,
    auditRoutes,
    adminRoutes,
]);

export function makeRouter(queries: QueryClient) {
    return createRouter({
        routeTree,
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
