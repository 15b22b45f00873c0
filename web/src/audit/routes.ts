import { createRoute, redirect } from '@tanstack/react-router';
import { lazyPage } from '../shell/lazyPage';
import { text } from '../shell/root';
import { area } from './area';
import { type EventSearch, filtersOf } from './events/filters';
import { withdrawRoutes } from './withdrawRoutes';

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
    component: lazyPage(() => import('./events/EventsPage'), 'EventsPage'),
});

const person = createRoute({
    getParentRoute: () => area,
    path: '/people/$account',
    component: lazyPage(() => import('./activity/PersonPage'), 'PersonPage'),
});

const packageActivity = createRoute({
    getParentRoute: () => area,
    path: '/packages/$namespace/$name',
    component: lazyPage(() => import('./activity/PackageActivityPage'), 'PackageActivityPage'),
});

const seals = createRoute({
    getParentRoute: () => area,
    path: '/seals',
    component: lazyPage(() => import('./seals/SealsPage'), 'SealsPage'),
});

/** What is traced, what narrows it, and how the people are sorted. */
export interface TraceSearch {
    sha256?: string;
    package?: string;
    version?: string;
    person?: string;
    /** Moments as ISO 8601 has them. */
    since?: string;
    until?: string;
    sort?: string;
}

const trace = createRoute({
    getParentRoute: () => area,
    path: '/trace',
    validateSearch: (search): TraceSearch => ({
        sha256: text(search.sha256),
        package: text(search.package),
        version: text(search.version),
        person: text(search.person),
        since: text(search.since),
        until: text(search.until),
        sort: text(search.sort),
    }),
    component: lazyPage(() => import('./TracePage'), 'TracePage'),
});

export const auditRoutes = area.addChildren([first, events, person, packageActivity, trace, seals, ...withdrawRoutes]);
