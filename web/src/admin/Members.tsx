import { Alert, Badge, Button, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useAccessChanged } from '../access/grants';
import { NameField } from '../access/PrincipalFields';
import { WhatIf } from '../access/WhatIf';
import { api, ask, type Schemas } from '../api/client';
import { usePages } from '../api/pages';
import { Confirm } from '../parts/Confirm';
import { DataTable } from '../parts/DataTable';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { UrlsExpire } from '../parts/UrlsExpire';
import { Name, Time } from '../parts/Values';
import { useDraft } from '../parts/useDraft';

type Member = Schemas['Member'];

const PAGE = 100;
const SOURCES = { hand: 'added by hand', provider: 'by the provider' };

/** Who belongs to a team; with `change`, who comes in and goes. */
export function Members({ team, change }: { team: string; change: boolean }) {
    const changed = useAccessChanged();
    const queries = useQueryClient();
    const [removing, setRemoving] = useState<Member | null>(null);
    const [removed, setRemoved] = useState<Schemas['RemovedMember'] | null>(null);
    const members = usePages(['members', team], async (after) => {
        const page = await ask(
            api.GET('/v1/teams/{team}/members', { params: { path: { team }, query: { after, limit: PAGE } } }),
        );
        return { items: page.members, next: page.next };
    });
    const refresh = () => Promise.all([changed(), queries.invalidateQueries({ queryKey: ['team', team] })]);
    return (
        <>
            <Title order={2} size="h3" className="section">
                Members
            </Title>
            {removed ? (
                <Alert
                    variant="light"
                    color={removed.still_member ? 'yellow' : undefined}
                    mb="md"
                    role="status"
                    title={removed.still_member ? 'Still a member' : 'Removed'}
                >
                    {removed.urls_expire_at === undefined ? (
                        <Name value={removed.detail} />
                    ) : (
                        <>
                            <Name value={removed.account} /> is no member any more. <UrlsExpire at={removed.urls_expire_at} />
                        </>
                    )}
                </Alert>
            ) : null}
            {members.isPending ? <Waiting /> : null}
            {members.error ? <Failed error={members.error} retry={() => void members.refetch()} /> : null}
            {members.isSuccess && members.items.length === 0 ? (
                <Empty title="The team has no members">{change ? 'Add somebody below.' : 'Its owners add them.'}</Empty>
            ) : null}
            {members.items.length > 0 && (
                <DataTable
                    caption="Members"
                    rows={members.items}
                    keyOf={(member) => member.account}
                    columns={[
                        {
                            name: 'Account',
                            header: true,
                            of: (member) => (
                                <>
                                    <Name value={member.account} />{' '}
                                    {member.disabled && (
                                        <Badge color="red" variant="light" tt="none">
                                            disabled
                                        </Badge>
                                    )}
                                </>
                            ),
                        },
                        { name: 'Kind', of: (member) => member.kind },
                        { name: 'Member', of: (member) => member.sources.map((source) => SOURCES[source]).join(', ') },
                        { name: 'Since', of: (member) => <Time value={member.since} /> },
                        ...(change
                            ? [
                                  {
                                      name: 'Remove it',
                                      of: (member: Member) => (
                                          <Button
                                              size="compact-sm"
                                              variant="default"
                                              aria-label={`Remove ${member.account}`}
                                              onClick={() => setRemoving(member)}
                                          >
                                              Remove…
                                          </Button>
                                      ),
                                  },
                              ]
                            : []),
                    ]}
                />
            )}
            <More list={members} />
            {change && (
                <AddMember
                    team={team}
                    onAdded={() => {
                        setRemoved(null);
                        return refresh();
                    }}
                />
            )}
            {removing ? (
                <RemoveMember
                    team={team}
                    account={removing.account}
                    onRemoved={(answer) => {
                        setRemoved(answer);
                        return refresh();
                    }}
                    onClose={() => setRemoving(null)}
                />
            ) : null}
        </>
    );
}

function AddMember({ team, onAdded }: { team: string; onAdded: () => Promise<unknown> }) {
    const [draft, change, forget] = useDraft(`member of ${team}`, { account: '' });
    const account = draft.account.trim();
    const add = useMutation({
        mutationFn: () => ask(api.PUT('/v1/teams/{team}/members/{account}', { params: { path: { team, account } } })),
        onSuccess: () => {
            forget();
            return onAdded();
        },
    });
    return (
        <form
            className="card"
            aria-label="Add member"
            onSubmit={(event) => {
                event.preventDefault();
                add.mutate();
            }}
        >
            {add.error ? <Failed error={add.error} form /> : null}
            <div className="fields">
                <NameField
                    kind="account"
                    label="Account"
                    description="A person who signed in once, or a service account"
                    value={draft.account}
                    onChange={(value) => change({ account: value })}
                />
                <Button type="submit" loading={add.isPending} disabled={account === ''}>
                    Add member
                </Button>
            </div>
        </form>
    );
}

function RemoveMember({
    team,
    account,
    onRemoved,
    onClose,
}: {
    team: string;
    account: string;
    onRemoved: (answer: Schemas['RemovedMember']) => Promise<unknown>;
    onClose: () => void;
}) {
    const what = useMemo(() => ({ remove_members: [{ team, account }] }), [team, account]);
    const remove = useMutation({
        mutationFn: () => ask(api.DELETE('/v1/teams/{team}/members/{account}', { params: { path: { team, account } } })),
        onSuccess: (answer) => {
            onClose();
            return onRemoved(answer);
        },
    });
    return (
        <Confirm
            title="Remove a member"
            opened
            doing={remove}
            label="Remove the member"
            onConfirm={() => remove.mutate()}
            onClose={onClose}
        >
            <p>
                <b>
                    <Name value={account} />
                </b>{' '}
                loses whatever <Name value={team} /> was granted, here and on packages of others, at once. Who has grants of his own keeps them.
            </p>
            <WhatIf scope={{ namespace: team }} change={what} />
        </Confirm>
    );
}
