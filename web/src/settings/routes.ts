import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../shell/root';

const tokens = createRoute({
    getParentRoute: () => root,
    path: '/settings/tokens',
    component: lazyRouteComponent(() => import('./TokensPage'), 'TokensPage'),
});

const sessions = createRoute({
    getParentRoute: () => root,
    path: '/settings/sessions',
    component: lazyRouteComponent(() => import('./SessionsPage'), 'SessionsPage'),
});

const signedInAgain = createRoute({
    getParentRoute: () => root,
    path: '/signed-in-again',
    component: lazyRouteComponent(() => import('../shell/SignedInAgain'), 'SignedInAgain'),
});

export const settingsRoutes = [tokens, sessions, signedInAgain] as const;
