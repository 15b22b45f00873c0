import { Anchor, Code } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { api, ask } from '../api/client';
import { usePages } from '../api/pages';
import { DataTable } from '../parts/DataTable';
import { Page } from '../parts/Page';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { Count, Name, None, Time } from '../parts/Values';
import { Filtered } from './Filtered';

const PAGE = 100;

/** The teams that the viewer belongs to or owns; for administrators and auditors all. */
export function TeamsPage() {
    return (
        <Page title="Teams" lead="A team is a namespace with members. Changes are made by bale team, for now.">
            <Filtered>{(filter) => <Teams filter={filter} />}</Filtered>
        </Page>
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
                Administrators make teams: <Code>bale team create NAME</Code>
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
                            <Anchor component={Link} to={`/namespaces/${team.name}`} size="sm">
                                {team.name}
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
