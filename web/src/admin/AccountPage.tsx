import { Alert, Badge, Button, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { GrantsOf } from '../access/GrantsOf';
import { api, ask, type Schemas } from '../api/client';
import { Confirm } from '../parts/Confirm';
import { Page } from '../parts/Page';
import { Failed, Waiting } from '../parts/States';
import { UrlsExpire } from '../parts/UrlsExpire';
import { Name, None, Time } from '../parts/Values';
import { SessionsOf } from './SessionsOf';
import { TokensOf } from './TokensOf';

type Details = Schemas['AccountDetails'];
type Change = Schemas['AccountChange'];

/** One account: what it is, and what an administrator may do with it. */
export function AccountPage() {
    const { account } = useParams({ from: '/admin/accounts/$account' });
    return <OneAccount key={account} name={account} />;
}

function OneAccount({ name }: { name: string }) {
    const details = useQuery({
        queryKey: ['account', name],
        queryFn: () => ask(api.GET('/v1/accounts/{account}', { params: { path: { account: name } } })),
    });
    return (
        <Page
            title={name}
            heading={
                <>
                    <Name value={name} />{' '}
                    {details.data?.disabled && (
                        <Badge color="red" variant="light" tt="none">
                            disabled
                        </Badge>
                    )}
                    {details.data?.kind === 'service' && (
                        <Badge variant="light" tt="none">
                            service account
                        </Badge>
                    )}
                </>
            }
        >
            {details.isPending ? <Waiting lines={6} /> : null}
            {details.error ? <Failed error={details.error} retry={() => void details.refetch()} /> : null}
            {details.data && (
                <>
                    <Facts of={details.data} />
                    <Changes of={details.data} />
                    {details.data.kind === 'person' ? <SessionsOf account={name} /> : <TokensOf account={name} />}
                    <Title order={2} size="h3" className="section">
                        Grants
                    </Title>
                    <GrantsOf principal={`account:${name}`} name={name} />
                </>
            )}
        </Page>
    );
}

function Facts({ of }: { of: Details }) {
    return (
        <dl className="facts">
            {of.kind === 'person' && (
                <>
                    <dt>Provider</dt>
                    <dd>{of.issuer ? <Name value={of.issuer} /> : <None>local</None>}</dd>
                    <dt>Address</dt>
                    <dd>{of.email ? <Name value={of.email} /> : <None>unknown</None>}</dd>
                    <dt>Roles</dt>
                    <dd>
                        {of.admin || of.auditor ? (
                            [of.admin ? 'administrator' : '', of.auditor ? 'auditor' : ''].filter(Boolean).join(', ')
                        ) : (
                            <None />
                        )}
                    </dd>
                    <dt>Signed in</dt>
                    <dd>{of.signed_in_at ? <Time value={of.signed_in_at} /> : <None>never</None>}</dd>
                </>
            )}
            <dt>Made</dt>
            <dd>
                <Time value={of.created_at} />
            </dd>
        </dl>
    );
}

interface Ask {
    label: string;
    title: string;
    change: Change;
    harmful: boolean;
    effect: string;
}

function asksOf(of: Details): Ask[] {
    const asks: Ask[] = [
        of.disabled
            ? {
                  label: 'Enable the account',
                  title: 'Enable the account',
                  change: { disabled: false },
                  harmful: false,
                  effect: 'may come in again, with the grants it has. Its sessions and tokens of before stay ended.',
              }
            : {
                  label: 'Disable the account',
                  title: 'Disable the account',
                  change: { disabled: true },
                  harmful: true,
                  effect:
                      'is refused from the next request on. All its sessions end and all its tokens are revoked, for good; what it has under way ' +
                      'cannot commit. Its grants stay, for when it is enabled again.',
              },
    ];
    if (of.kind === 'person') {
        asks.push(
            of.admin
                ? {
                      label: 'Take administration',
                      title: 'Take administration',
                      change: { admin: false },
                      harmful: true,
                      effect: 'administers this registry no longer, at the next request. What it owns and was granted stays.',
                  }
                : {
                      label: 'Make administrator',
                      title: 'Make administrator',
                      change: { admin: true },
                      harmful: true,
                      effect: 'may do everything here: every package, every account, every grant. Reading as administrator is marked in the audit trail.',
                  },
            of.auditor
                ? {
                      label: 'Take audit',
                      title: 'Take audit',
                      change: { auditor: false },
                      harmful: true,
                      effect: 'sees the audit trail and the grants of others no longer, at the next request.',
                  }
                : {
                      label: 'Make auditor',
                      title: 'Make auditor',
                      change: { auditor: true },
                      harmful: false,
                      effect: 'sees all grants, events and traces, and no data that it was not granted.',
                  },
        );
    }
    return asks;
}

function Changes({ of }: { of: Details }) {
    const queries = useQueryClient();
    const [asking, setAsking] = useState<Ask | null>(null);
    const [done, setDone] = useState<Details | null>(null);
    const change = useMutation({
        mutationFn: (body: Change) => ask(api.PATCH('/v1/accounts/{account}', { params: { path: { account: of.name } }, body })),
        onSuccess: async (now) => {
            setAsking(null);
            setDone(now);
            await queries.invalidateQueries();
        },
    });
    return (
        <>
            {done?.urls_expire_at !== undefined && done.disabled && of.disabled ? (
                <Alert variant="light" mt="md" role="status" title="Disabled">
                    <UrlsExpire at={done.urls_expire_at} />
                </Alert>
            ) : null}
            <div className="actions">
                {asksOf(of).map((each) => (
                    <Button
                        key={each.label}
                        variant="default"
                        className={each.change.disabled === true ? 'bad' : undefined}
                        onClick={() => setAsking(each)}
                    >
                        {each.label}…
                    </Button>
                ))}
            </div>
            <Confirm
                title={asking?.title ?? ''}
                opened={asking !== null}
                doing={change}
                label={asking?.label ?? ''}
                harmful={asking?.harmful}
                onConfirm={() => asking && change.mutate(asking.change)}
                onClose={() => setAsking(null)}
            >
                <p>
                    <b>
                        <Name value={of.name} />
                    </b>{' '}
                    {asking?.effect}
                </p>
                {of.issuer !== undefined && (asking?.change.admin !== undefined || asking?.change.auditor !== undefined) && (
                    <p>Where the identity provider's groups say who is administrator or auditor, they decide again at the next sign-in.</p>
                )}
            </Confirm>
        </>
    );
}
