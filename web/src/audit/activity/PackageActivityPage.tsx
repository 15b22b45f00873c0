import '../audit.css';
import { Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { api, ask, type Schemas } from '../../api/client';
import { usePages } from '../../api/pages';
import { DataTable } from '../../parts/DataTable';
import { visibleName } from '../../parts/format';
import { Page } from '../../parts/Page';
import { Failed, More, Waiting } from '../../parts/States';
import { Name, None } from '../../parts/Values';
import { EventsLink, PersonLink } from '../events/links';
import { TextLink } from '../TextLink';
import { Recent } from './Recent';

type Reader = Schemas['Readers']['readers'][number];

const PAGE = 50;

/** What happened to a package, and who may read it now. */
export function PackageActivityPage() {
    const of = useParams({ from: '/audit/packages/$namespace/$name' });
    const name = `${of.namespace}/${of.name}`;
    return (
        <Page
            key={name}
            title={`Activity of ${visibleName(name)}`}
            heading={
                <>
                    Activity of <Name value={name} />
                </>
            }
            aside={
                <span className="event-about">
                    <EventsLink filters={{ package: name }}>All events of this package</EventsLink>
                    <TextLink to="/packages/$namespace/$name" params={of} size="sm">
                        Open the package
                    </TextLink>
                </span>
            }
            lead="Newest first, the last ten of each sort. Looking here is an event itself."
        >
            <Readers of={of} />
            <Recent title="Hand-outs" none="Nothing of it was handed out." filters={{ package: name, kind: 'hand-out' }} />
            <Recent title="Pushes" none="Nothing was pushed." filters={{ package: name, kind: 'push,push-abort' }} />
            <Recent title="Changes of access" none="Nothing was granted or revoked on the package itself." filters={{ package: name, kind: 'grant,revoke' }} />
            <Recent
                title="Withdrawals and tags"
                none="Nothing was withdrawn, deleted, tagged or moved."
                filters={{ package: name, kind: 'withdraw,withdraw-lift,delete-ask,delete-confirm,delete,tag,untag,package' }}
            />
            <Recent title="Refusals" none="Nobody was refused." filters={{ package: name, outcome: 'denied' }} />
        </Page>
    );
}

function Readers({ of }: { of: { namespace: string; name: string } }) {
    const readers = usePages(['readers', of.namespace, of.name], async (after) => {
        const page = await ask(
            api.GET('/v1/packages/{namespace}/{name}/access/readers', { params: { path: of, query: { after, limit: PAGE } } }),
        );
        return { items: page.readers, next: page.next };
    });
    return (
        <>
            <Title order={2} size="h3" className="section">
                May read it now
            </Title>
            {readers.isPending ? <Waiting /> : null}
            {readers.error ? <Failed error={readers.error} retry={() => void readers.refetch()} /> : null}
            {readers.isSuccess && readers.items.length === 0 && <p className="event-count">No account may read it.</p>}
            {readers.items.length > 0 && (
                <DataTable
                    caption="Readers"
                    rows={readers.items}
                    keyOf={(reader) => reader.account}
                    columns={[
                        { name: 'Who', header: true, of: (reader) => <PersonLink name={reader.account} /> },
                        { name: 'Role', of: (reader) => reader.reach.role ?? (reader.reach.registry_admin ? 'administrator' : 'reader') },
                        { name: 'Of what', of: (reader) => <Paths reader={reader} /> },
                        { name: 'Kind', of: (reader) => reader.kind },
                        { name: 'By grants', of: (reader) => <Grants reader={reader} /> },
                    ]}
                />
            )}
            <More list={readers} />
        </>
    );
}

function Paths({ reader }: { reader: Reader }) {
    const { paths } = reader.reach;
    return paths === undefined || paths.length === 0 ? <>all of it</> : <Name value={paths.join(', ')} />;
}

function Grants({ reader }: { reader: Reader }) {
    const { grants } = reader.reach;
    return grants.length === 0 ? (
        <None>administers the registry</None>
    ) : (
        grants.map((grant, place) => (
            <span key={grant}>
                {place > 0 ? ', ' : ''}
                <EventsLink filters={{ grant }} label={`Events allowed by grant ${grant}`}>
                    {grant}
                </EventsLink>
            </span>
        ))
    );
}
