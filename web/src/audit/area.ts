import { createRoute } from '@tanstack/react-router';
import { root } from '../shell/root';
import { AuditArea } from './AuditArea';

/** What all pages of the audit desk lie under. */
export const area = createRoute({ getParentRoute: () => root, path: '/audit', component: AuditArea });
