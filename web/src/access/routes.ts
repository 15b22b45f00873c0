import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../shell/lazyPage';
import { root } from '../shell/root';
import { type AccessSearch, accessSearch } from './search';

const namespaceAccess = createRoute({
    getParentRoute: () => root,
    path: '/namespaces/$namespace/access',
    validateSearch: (search): AccessSearch => accessSearch(search),
    component: lazyPage(() => import('./NamespaceAccessPage'), 'NamespaceAccessPage'),
});

export const accessRoutes = [namespaceAccess] as const;
