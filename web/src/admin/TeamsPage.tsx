import './admin.css';
import { Anchor, Code, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, ask } from '../api/client';
import { usePages } from '../api/pages';
import { useWho } from '../api/who';
import { DataTable } from '../parts/DataTable';
import { Page } from '../parts/Page';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { Count, Name, None, Time } from '../parts/Values';
import { Filtered } from './Filtered';
import { NameForm } from './NameForm';

const PAGE = 100;

/** The teams that the viewer belongs to or owns; for administrators and auditors all. */
export function TeamsPage() {
    const admin = useWho().data?.admin === true;
    return (
        <Page title="Teams" lead="A team is a namespace with members. Whoever makes it owns the namespace; members publish there.">
            <Filtered>{(filter) => <Teams filter={filter} />}</Filtered>
            {admin && <MakeTeam />}
        </Page>
    );
}

function MakeTeam() {
    const queries = useQueryClient();
    const navigate = useNavigate();
    return (
        <>
            <Title order={2} size="h3" className="section">
                Make a team
            </Title>
            <NameForm
                form="team"
                label="Name"
                description="Also the name of its namespace"
                button="Make team"
                withGroup
                make={async (name, group) => {
                    const made = await ask(api.POST('/v1/teams', { body: { name, provider_group: group } }));
                    await queries.invalidateQueries();
                    await navigate({ to: '/teams/$team', params: { team: made.name } });
                }}
            />
        </>
    );
}

function Teams({ filter }: { filter: string | undefined }) {
    const teams = usePages(['teams', filter], async (after) => {
        const page = await ask(api.GET('/v1/teams', { params: { query: { filter, after, limit: PAGE } } }));
        return { items: page.teams, next: page.next };
    });
    if (teams.isPending) {
        return <Waiting lines={6} />;
    }
    if (teams.error) {
        return <Failed error={teams.error} retry={() => void teams.refetch()} />;
    }
    if (teams.items.length === 0) {
        return (
            <Empty title={filter === undefined ? 'You belong to no team' : 'No team has such a name'}>
                Administrators make teams, here or by <Code>bale team create NAME</Code>
            </Empty>
        );
    }
    return (
        <>
            <DataTable
                caption="Teams"
                rows={teams.items}
                keyOf={(team) => team.name}
                columns={[
                    {
                        name: 'Name',
                        header: true,
                        of: (team) => (
                            <Anchor component={Link} to={`/teams/${team.name}`} size="sm">
                                <Name value={team.name} />
                            </Anchor>
                        ),
                    },
                    { name: 'Members', right: true, of: (team) => <Count value={team.members} /> },
                    {
                        name: 'Group of the provider',
                        of: (team) => (team.provider_group ? <Name value={team.provider_group} /> : <None />),
                    },
                    { name: 'Made', of: (team) => <Time value={team.created_at} /> },
                ]}
            />
            <More list={teams} />
        </>
    );
}
