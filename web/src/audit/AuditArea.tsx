import { Area } from '../shell/Area';

/** The audit desk. */
export function AuditArea() {
    return (
        <Area
            name="Audit"
            pages={[
                { to: '/audit/events', label: 'Events' },
                { to: '/audit/trace', label: 'Trace' },
                { to: '/audit/withdrawals', label: 'Withdrawals' },
                { to: '/audit/seals', label: 'Seals' },
                { to: '/audit/erasure', label: 'Erasure' },
            ]}
        />
    );
}
