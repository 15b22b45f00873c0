import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../shell/lazyPage';
import { root } from '../shell/root';

const tokens = createRoute({
    getParentRoute: () => root,
    path: '/settings/tokens',
    component: lazyPage(() => import('./TokensPage'), 'TokensPage'),
});

const sessions = createRoute({
    getParentRoute: () => root,
    path: '/settings/sessions',
    component: lazyPage(() => import('./SessionsPage'), 'SessionsPage'),
});

const signedInAgain = createRoute({
    getParentRoute: () => root,
    path: '/signed-in-again',
    component: lazyPage(() => import('../shell/SignedInAgain'), 'SignedInAgain'),
});

export const settingsRoutes = [tokens, sessions, signedInAgain] as const;
