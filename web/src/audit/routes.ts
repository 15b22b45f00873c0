import { createRoute, redirect } from '@tanstack/react-router';
import { lazyPage } from '../shell/lazyPage';
import { root, text } from '../shell/root';
import { AuditArea } from './AuditArea';
import { type EventSearch, filtersOf } from './events/filters';

const area = createRoute({ getParentRoute: () => root, path: '/audit', component: AuditArea });

const first = createRoute({
    getParentRoute: () => area,
    path: '/',
    beforeLoad: () => {
        throw redirect({ to: '/audit/events' });
    },
});

const events = createRoute({
    getParentRoute: () => area,
    path: '/events',
    validateSearch: (search): EventSearch => ({ ...filtersOf(search), event: text(search.event) }),
    component: lazyRouteComponent(() => import('./events/EventsPage'), 'EventsPage'),
});

const person = createRoute({
    getParentRoute: () => area,
    path: '/people/$account',
    component: lazyRouteComponent(() => import('./activity/PersonPage'), 'PersonPage'),
});

const packageActivity = createRoute({
    getParentRoute: () => area,
    path: '/packages/$namespace/$name',
    component: lazyRouteComponent(() => import('./activity/PackageActivityPage'), 'PackageActivityPage'),
});

const seals = createRoute({
    getParentRoute: () => area,
    path: '/seals',
    component: lazyRouteComponent(() => import('./seals/SealsPage'), 'SealsPage'),
});

const trace = createRoute({
    getParentRoute: () => area,
    path: '/trace',
    validateSearch: (search): { sha256?: string } => ({ sha256: text(search.sha256) }),
    component: lazyPage(() => import('./TracePage'), 'TracePage'),
});

export const auditRoutes = area.addChildren([first, events, person, packageActivity, trace, seals]);
