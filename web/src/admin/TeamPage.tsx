import './admin.css';
import '../access/access.css';
import { Alert, Badge, Button, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useRights } from '../access/grants';
import { api, ask, type Schemas } from '../api/client';
import { Confirm } from '../parts/Confirm';
import { counted } from '../parts/format';
import { Page } from '../parts/Page';
import { Failed, Waiting } from '../parts/States';
import { UrlsExpire } from '../parts/UrlsExpire';
import { Count, Name, None, Time } from '../parts/Values';
import { useDraft } from '../parts/useDraft';
import { Members } from './Members';

type Team = Schemas['Team'];

/** One team: its members, and for its owners what can be changed. */
export function TeamPage() {
    const { team } = useParams({ from: '/teams/$team' });
    return <OneTeam key={team} name={team} />;
}

function OneTeam({ name }: { name: string }) {
    const team = useQuery({
        queryKey: ['team', name],
        queryFn: () => ask(api.GET('/v1/teams/{team}', { params: { path: { team: name } } })),
    });
    const rights = useRights({ namespace: name });
    const [bound, setBound] = useState<Team | null>(null);
    const [ended, setEnded] = useState<Schemas['EndedTeam'] | null>(null);
    if (ended) {
        return (
            <Page title={`${name} is a team no longer`}>
                <Alert variant="light" role="status" title="Ended">
                    <Name value={ended.detail} /> {counted(ended.members_removed, 'membership')} ended,{' '}
                    {counted(ended.grants_revoked, 'grant')} revoked. <UrlsExpire at={ended.urls_expire_at} />
                </Alert>
            </Page>
        );
    }
    return (
        <Page
            title={name}
            heading={<Name value={name} />}
            aside={<Badge variant="light">team</Badge>}
            lead={
                team.data && (
                    <>
                        <Link to="/namespaces/$namespace" params={{ namespace: name }}>
                            Packages
                        </Link>
                        {' · '}
                        <Link to="/namespaces/$namespace/access" params={{ namespace: name }}>
                            Access
                        </Link>
                    </>
                )
            }
        >
            {team.isPending ? <Waiting lines={6} /> : null}
            {team.error ? <Failed error={team.error} retry={() => void team.refetch()} /> : null}
            {team.data && (
                <>
                    <dl className="facts">
                        <dt>Members</dt>
                        <dd>
                            <Count value={team.data.members} />
                        </dd>
                        <dt>Group of the provider</dt>
                        <dd>{team.data.provider_group ? <Name value={team.data.provider_group} /> : <None />}</dd>
                        <dt>Made</dt>
                        <dd>
                            <Time value={team.data.created_at} />
                        </dd>
                    </dl>
                    <Members team={name} change={rights.change} />
                    {bound ? (
                        <Alert variant="light" mb="md" role="status" title={bound.provider_group ? 'Bound' : 'Bound to no group'}>
                            {counted(bound.members, 'member')} now.{' '}
                            {bound.urls_expire_at !== undefined && <UrlsExpire at={bound.urls_expire_at} />}
                        </Alert>
                    ) : null}
                    {rights.who?.admin && <Bind key={team.data.provider_group} team={team.data} onBound={setBound} />}
                    {rights.change && <End team={name} onEnded={setEnded} />}
                </>
            )}
        </Page>
    );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
    return (
        <section aria-label={title}>
            <Title order={2} size="h3" className="section">
                {title}
            </Title>
            {children}
        </section>
    );
}

function Bind({ team, onBound }: { team: Team; onBound: (team: Team) => void }) {
    const queries = useQueryClient();
    const [draft, change, forget] = useDraft(`group of ${team.name} ${team.provider_group ?? ''}`, { group: team.provider_group ?? '' });
    const [asking, setAsking] = useState(false);
    const group = draft.group.trim();
    const bind = useMutation({
        mutationFn: () =>
            ask(api.PATCH('/v1/teams/{team}', { params: { path: { team: team.name } }, body: { provider_group: group } })),
        onSuccess: async (now) => {
            setAsking(false);
            forget();
            onBound(now);
            await queries.invalidateQueries();
        },
    });
    return (
        <Section title="Members by the identity provider">
            <form
                className="card"
                onSubmit={(event) => {
                    event.preventDefault();
                    setAsking(true);
                }}
            >
                <div className="fields">
                    <TextInput
                        label="Group"
                        description="Its people are members as long as the provider says so. Empty: none"
                        value={draft.group}
                        onChange={(event) => change({ group: event.currentTarget.value })}
                        maxLength={200}
                        spellCheck={false}
                        autoComplete="off"
                    />
                    <Button type="submit" variant="default" disabled={group === (team.provider_group ?? '')}>
                        Bind the team…
                    </Button>
                </div>
            </form>
            <Confirm
                title="Bind the team"
                opened={asking}
                doing={bind}
                label={group === '' ? 'Bind it to no group' : 'Bind the team'}
                onConfirm={() => bind.mutate()}
                onClose={() => setAsking(false)}
            >
                {team.provider_group !== undefined && (
                    <p>
                        Members by the group <Name value={team.provider_group} /> are members no more. Those added by hand stay.
                    </p>
                )}
                {group !== '' && (
                    <p>
                        Everybody whose provider named the group{' '}
                        <b>
                            <Name value={group} />
                        </b>{' '}
                        last is a member at once; after that each sign-in brings it up to date.
                    </p>
                )}
            </Confirm>
        </Section>
    );
}

function End({ team, onEnded }: { team: string; onEnded: (ended: Schemas['EndedTeam']) => void }) {
    const queries = useQueryClient();
    const [asking, setAsking] = useState(false);
    const end = useMutation({
        mutationFn: () => ask(api.DELETE('/v1/teams/{team}', { params: { path: { team } } })),
        onSuccess: async (ended) => {
            setAsking(false);
            onEnded(ended);
            await queries.invalidateQueries({ queryKey: ['teams'] });
        },
    });
    return (
        <Section title="End this team">
            <p className="answer-of">Its namespace, packages and name stay with its owners; members and what was granted to it do not.</p>
            <Button variant="default" onClick={() => setAsking(true)}>
                End the team…
            </Button>
            <Confirm
                title="End the team"
                opened={asking}
                doing={end}
                label="End the team"
                onConfirm={() => end.mutate()}
                onClose={() => setAsking(false)}
            >
                <p>
                    All memberships of{' '}
                    <b>
                        <Name value={team} />
                    </b>{' '}
                    end and whatever was granted to the team is revoked, at once. Its packages stay, owned by whoever owns the namespace by a
                    grant of his own.
                </p>
            </Confirm>
        </Section>
    );
}
