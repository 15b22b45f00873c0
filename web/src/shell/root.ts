import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext } from '@tanstack/react-router';
import { NotFound } from './Lost';
import { Shell } from './Shell';

/** The route around all routes. */
export const root = createRootRouteWithContext<{ queries: QueryClient }>()({ component: Shell, notFoundComponent: NotFound });

/** A search parameter that is text or not there. */
export function text(value: unknown): string | undefined {
    return (typeof value === 'string' || typeof value === 'number') && value !== '' ? String(value) : undefined;
}
