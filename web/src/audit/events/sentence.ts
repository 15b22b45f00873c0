import type { Schemas } from '../../api/client';
import { counted } from '../../parts/format';

export type Event = Schemas['Event'];

/** A part of an event's detail, as text; undefined where it is not there. */
export function detail(event: Event, field: string): string | undefined {
    const value: unknown = (event.detail as Record<string, unknown> | undefined)?.[field];
    return value === undefined || value === null ? undefined : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What happened, in words that stand before what it happened to. */
export function sentence(event: Event): string {
    const of = (field: string) => detail(event, field);
    const reason = of('reason');
    if (event.outcome === 'denied') {
        return refusal(event, reason);
    }
    switch (event.kind) {
        case 'hand-out':
            return `was handed ${entriesOf(event)}${of('purpose') === 'cat' ? ' (to look at)' : ''} of`;
        case 'push':
            return 'pushed';
        case 'push-abort':
            return 'gave up a push to';
        case 'read':
            return 'read about';
        case 'search':
            return 'listed packages';
        case 'tag':
            return `set the tag ${of('tag') ?? ''} of`;
        case 'untag':
            return `removed the tag ${of('tag') ?? ''} of`;
        case 'package':
            return of('change') === 'redirect removed' ? 'removed the redirect of' : `moved (from ${of('from') ?? 'another name'})`;
        case 'describe':
            return 'described';
        case 'grant':
            return `made grant ${of('grant') ?? ''}${event.package === undefined ? '' : ' on'}`;
        case 'revoke':
            return `revoked ${of('grant') === undefined ? `grants ${of('grants') ?? ''}` : `grant ${of('grant')}`}${event.package === undefined ? '' : ' on'}`;
        case 'team':
            return `changed a team: ${of('change') ?? ''}`;
        case 'namespace':
            return `changed a namespace: ${of('change') ?? ''}`;
        case 'look':
            return `was shown ${operation(of('operation'))}${event.package === undefined ? '' : ' of'}`;
        case 'sign-in':
            return of('by') === 'device-login' ? 'signed in with a program' : 'signed in';
        case 'sign-out':
            return 'signed out';
        case 'session-end':
            return of('sessions_ended') === undefined && of('sessions') === undefined
                ? 'ended a session'
                : `ended sessions: ${of('sessions_ended') ?? of('sessions')}`;
        case 'device-login':
            return of('decision') === 'confirmed' ? 'confirmed the login of a program' : 'denied the login of a program';
        case 'account-change':
            return of('change') === 'created'
                ? 'got an account'
                : of('change') === 'made'
                  ? `made ${of('kind') === 'service' ? 'service account' : 'account'} number ${of('account') ?? ''}`
                  : of('account') === undefined
                    ? 'got other roles by groups'
                    : `changed account number ${of('account')}`;
        case 'token-create':
            return 'made a token';
        case 'token-revoke':
            return 'revoked a token';
        case 'token-exchange':
            return 'exchanged a token';
        case 'token-use':
            return 'used a token';
        case 'key-rotate':
            return 'rotated the key of access tokens';
        case 'key-revoke':
            return 'revoked a key of access tokens';
        case 'in-place-allow':
            return 'allowed data in place';
        case 'in-place-withdraw':
            return 'withdrew data in place';
        case 'store-self-test':
            return 'tested a store';
        case 'withdraw':
            return `made withdrawal ${of('withdrawal') ?? ''}${event.package === undefined ? '' : ' in'}`;
        case 'withdraw-lift':
            return `lifted withdrawal ${of('withdrawal') ?? ''}`;
        case 'recall-ack':
            return `acknowledged the recall of withdrawal ${of('withdrawal') ?? ''}`;
        case 'delete-ask':
            return `asked for the deletion of withdrawal ${of('withdrawal') ?? ''}`;
        case 'delete-confirm':
            return `confirmed the deletion of withdrawal ${of('withdrawal') ?? ''}`;
        case 'delete':
            return `deleted what withdrawal ${of('withdrawal') ?? ''} names`;
        case 'webhook-make':
            return 'made a webhook';
        case 'webhook-pause':
            return 'paused a webhook';
        case 'webhook-resume':
            return 'resumed a webhook';
        case 'webhook-remove':
            return 'removed a webhook';
        case 'trace':
            return 'traced';
        case 'audit-read':
            return `read the trail: ${operation(of('operation'))}`;
        case 'personal-erase':
            return `erased the person of account number ${of('account') ?? ''}`;
        case 'partition-drop':
            return `dropped ${of('partition') ?? 'a month'} of the trail`;
        case 'epoch-open':
            return `began epoch ${of('epoch') ?? ''} of the seals: ${reason ?? ''}`;
        default:
            return event.kind;
    }
}

function entriesOf(event: Event): string {
    if (event.entries === undefined) {
        return 'entries';
    }
    const cached = event.cached === undefined ? '' : ', some of them cached,';
    return `${event.all ? 'all ' : ''}${counted(event.entries, 'entry', 'entries')}${cached}`;
}

const REASONS: Record<string, string> = {
    unauthenticated: 'the credential is none any more',
    'token-expired': 'the token has expired',
    forbidden: 'not allowed',
    'not-visible': 'not visible, or not there',
    'too-many-requests': 'too many requests',
};

function refusal(event: Event, reason: string | undefined): string {
    const why = reason === undefined ? '' : `: ${REASONS[reason] ?? reason}`;
    const times = detail(event, 'times');
    switch (event.kind) {
        case 'denied':
            return `was refused ${operation(detail(event, 'operation'))}${times === undefined ? '' : ` ${times} more times`}${why}`;
        case 'sign-in':
            return `could not sign in${why}`;
        case 'attempts':
            return 'used up the attempts to sign in';
        case 'session-end':
            return `lost a session${why}`;
        case 'device-login':
            return 'denied the login of a program';
        default:
            return `was refused (${event.kind})${why}`;
    }
}

/** An operation of the API in words: `listEvents` becomes `list events`. */
export function operation(name: string | undefined): string {
    return (name ?? 'something').replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

/** Who it was, as the trail names him. */
export function whoOf(event: Event): string {
    if (event.principal !== undefined) {
        return event.principal;
    }
    if (event.account !== undefined) {
        return `account number ${event.account}${event.erased ? ' (erased)' : ''}`;
    }
    return event.erased ? 'erased' : 'not signed in';
}
