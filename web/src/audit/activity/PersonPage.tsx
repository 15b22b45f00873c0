import '../audit.css';
import { Badge, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, ask } from '../../api/client';
import { usePages } from '../../api/pages';
import { useWho } from '../../api/who';
import { DataTable } from '../../parts/DataTable';
import { counted, visibleName } from '../../parts/format';
import { Page } from '../../parts/Page';
import { Failed, More, Waiting } from '../../parts/States';
import { Name, None, Time } from '../../parts/Values';
import { EventsLink, PackageLink } from '../events/links';
import { ONCE } from '../once';
import { Recent } from './Recent';

const PAGE = 100;

/** What a person did and was handed, and what he may read now. */
export function PersonPage() {
    const { account } = useParams({ from: '/audit/people/$account' });
    const admin = useWho().data?.admin ?? false;
    return (
        <Page
            key={account}
            title={`Activity of ${visibleName(account)}`}
            heading={
                <>
                    Activity of <Name value={account} />
                </>
            }
            aside={<EventsLink filters={{ principal: account }}>All events of this person</EventsLink>}
            lead="Newest first, the last ten of each sort. Looking here is an event itself."
        >
            {admin && <Now account={account} />}
            <Grants account={account} />
            <Recent title="Was handed" none="Nothing was handed out to this account." filters={{ principal: account, kind: 'hand-out' }} />
            <Recent title="Pushed" none="This account pushed nothing." filters={{ principal: account, kind: 'push,push-abort' }} />
            <Recent title="Changed access" none="This account granted and revoked nothing." filters={{ principal: account, kind: 'grant,revoke' }} />
            <Recent
                title="Signed in"
                none="This account did not sign in."
                filters={{ principal: account, kind: 'sign-in,sign-out,device-login,token-exchange,token-use,session-end' }}
            />
            <Recent title="Was refused" none="Nothing was refused to this account." filters={{ principal: account, outcome: 'denied' }} />
        </Page>
    );
}

/** The account as it is, for administrators. */
function Now({ account }: { account: string }) {
    const path = { path: { account } };
    const details = useQuery({ queryKey: ['account', account], queryFn: () => ask(api.GET('/v1/accounts/{account}', { params: path })), ...ONCE });
    const sessions = useQuery({
        queryKey: ['sessions-of', account],
        queryFn: () => ask(api.GET('/v1/accounts/{account}/sessions', { params: path })),
        ...ONCE,
    });
    if (details.error) {
        return <Failed error={details.error} retry={() => void details.refetch()} />;
    }
    return details.data ? (
        <dl className="facts">
            <dt>State</dt>
            <dd>
                {details.data.disabled ? <span className="bad">disabled</span> : <span className="good">enabled</span>}{' '}
                {details.data.admin && <Badge variant="light" tt="none">administrator</Badge>}{' '}
                {details.data.auditor && <Badge variant="light" tt="none">auditor</Badge>}
            </dd>
            <dt>Sessions now</dt>
            <dd>{sessions.data ? counted(sessions.data.sessions.length, 'live session') : sessions.error ? 'not known' : '…'}</dd>
            <dt>Last sign-in</dt>
            <dd>{details.data.signed_in_at ? <Time value={details.data.signed_in_at} long /> : <None>never</None>}</dd>
        </dl>
    ) : (
        <Waiting />
    );
}

function Grants({ account }: { account: string }) {
    const grants = usePages(['grants-of', account], async (after) => {
        const page = await ask(api.GET('/v1/access', { params: { query: { principal: account, after, limit: PAGE } } }));
        return { items: page.grants, next: page.next };
    });
    return (
        <>
            <Title order={2} size="h3" className="section">
                May reach now
            </Title>
            {grants.isPending ? <Waiting /> : null}
            {grants.error ? <Failed error={grants.error} retry={() => void grants.refetch()} /> : null}
            {grants.isSuccess && grants.items.length === 0 && <p className="event-count">No grant names this account.</p>}
            {grants.items.length > 0 && (
                <DataTable
                    caption="Grants"
                    rows={grants.items}
                    keyOf={(grant) => grant.grant}
                    columns={[
                        {
                            name: 'Where',
                            header: true,
                            of: (grant) =>
                                grant.name === undefined ? (
                                    <Name value={`all of ${grant.namespace}`} />
                                ) : (
                                    <>
                                        <PackageLink name={`${grant.namespace}/${grant.name}`} />
                                        {grant.path === undefined ? null : <Name value={`//${grant.path}`} />}
                                    </>
                                ),
                        },
                        { name: 'Role', of: (grant) => grant.role },
                        { name: 'Since', of: (grant) => <Time value={grant.made_at} long /> },
                        { name: 'Until', of: (grant) => (grant.expires_at ? <Time value={grant.expires_at} long /> : <None>it is revoked</None>) },
                        {
                            name: 'Grant',
                            of: (grant) => (
                                <EventsLink filters={{ grant: grant.grant }} label={`Events allowed by grant ${grant.grant}`}>
                                    {grant.grant}
                                </EventsLink>
                            ),
                        },
                    ]}
                />
            )}
            <p className="event-count">Grants to teams, everyone and public come on top of these.</p>
            <More list={grants} />
        </>
    );
}
