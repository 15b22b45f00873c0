/** All kinds of events, in groups, with what they are called; a test holds them to docs/audit-format.md. */
export const KIND_GROUPS: { group: string; kinds: Record<string, string> }[] = [
    {
        group: 'Data',
        kinds: {
            'hand-out': 'Hand-out',
            push: 'Push',
            'push-abort': 'Push given up',
            read: 'Read',
            search: 'Search',
            tag: 'Tag set',
            untag: 'Tag removed',
            package: 'Package moved',
            describe: 'Description changed',
        },
    },
    {
        group: 'Access',
        kinds: { grant: 'Grant', revoke: 'Revoke', team: 'Team', namespace: 'Namespace', look: 'Look', denied: 'Denied', attempts: 'Too many attempts' },
    },
    {
        group: 'Identity',
        kinds: {
            'sign-in': 'Sign-in',
            'sign-out': 'Sign-out',
            'session-end': 'Session ended',
            'device-login': 'Login of a program',
            'account-change': 'Account changed',
            'token-create': 'Token made',
            'token-revoke': 'Token revoked',
            'token-exchange': 'Token exchanged',
            'token-use': 'Token used',
            'key-rotate': 'Key rotated',
            'key-revoke': 'Key revoked',
        },
    },
    {
        group: 'Withdrawals',
        kinds: {
            withdraw: 'Withdrawal',
            'withdraw-lift': 'Withdrawal lifted',
            'recall-ack': 'Recall acknowledged',
            'delete-ask': 'Deletion asked for',
            'delete-confirm': 'Deletion confirmed',
            delete: 'Deletion',
        },
    },
    {
        group: 'The trail',
        kinds: {
            trace: 'Trace',
            'audit-read': 'Trail read',
            'personal-erase': 'Person erased',
            'partition-drop': 'Month dropped',
            'epoch-open': 'Epoch began',
            'webhook-make': 'Webhook made',
            'webhook-pause': 'Webhook paused',
            'webhook-resume': 'Webhook resumed',
            'webhook-remove': 'Webhook removed',
        },
    },
    {
        group: 'Stores',
        kinds: { 'in-place-allow': 'Data in place allowed', 'in-place-withdraw': 'Data in place withdrawn', 'store-self-test': 'Self-test of a store' },
    },
];

const NAMES = new Map(KIND_GROUPS.flatMap(({ kinds }) => Object.entries(kinds)));

/** What a kind is called; a kind of a later registry by itself. */
export function kindName(kind: string): string {
    return NAMES.get(kind) ?? kind;
}
