import { createRoute, redirect } from '@tanstack/react-router';
import { lazyPage } from '../shell/lazyPage';
import { root, text } from '../shell/root';
import { AuditArea } from './AuditArea';

const area = createRoute({ getParentRoute: () => root, path: '/audit', component: AuditArea });

const first = createRoute({
    getParentRoute: () => area,
    path: '/',
    beforeLoad: () => {
        throw redirect({ to: '/audit/trace' });
    },
});

const trace = createRoute({
    getParentRoute: () => area,
    path: '/trace',
    validateSearch: (search): { sha256?: string } => ({ sha256: text(search.sha256) }),
    component: lazyPage(() => import('./TracePage'), 'TracePage'),
});

export const auditRoutes = area.addChildren([first, trace]);
