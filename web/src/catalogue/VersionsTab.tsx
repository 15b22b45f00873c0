import { Badge, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { api, ask, type Schemas } from '../api/client';
import { usePages } from '../api/pages';
import { counted } from '../parts/format';
import { Failed, More, Waiting } from '../parts/States';
import { Bytes, Hash, Name, Time } from '../parts/Values';
import type { PackageName } from './packages';

const PAGE = 50;
const TAGS = 200;

export function useTags(of: PackageName) {
    return usePages(['tags', of.namespace, of.name], async (after) => {
        const page = await ask(
            api.GET('/v1/packages/{namespace}/{name}/tags', { params: { path: of, query: { after, limit: TAGS } } }),
        );
        return { items: page.tags, next: page.next };
    });
}

/** What a push made of the version before it. */
function Changes({ of }: { of: Schemas['LogLine'] }) {
    if (of.entries === undefined) {
        return null;
    }
    if (of.changes === undefined) {
        return <span className="changes">what it changed was not counted</span>;
    }
    const { added, changed, removed } = of.changes;
    if (added.entries + changed.entries + removed.entries === 0) {
        return <span className="changes">no file changed</span>;
    }
    return (
        <span className="changes">
            <Change className="good" sign="+" verb="added" of={added} />
            <Change className="changed" sign="~" verb="changed" of={changed} />
            <Change className="bad" sign="−" verb="removed" of={removed} />
        </span>
    );
}

function Change({ of, sign, verb, className }: { of: Schemas['FilesAndBytes']; sign: string; verb: string; className: string }) {
    return of.entries === 0 ? null : (
        <span className={className}>
            <span aria-hidden="true">{sign}</span>
            {counted(of.entries, 'file')} {verb} (<Bytes value={of.bytes} />)
        </span>
    );
}

/** The pushes of a package, newest first. */
export function VersionsTab({ of, current }: { of: PackageName; current: string }) {
    const log = usePages(['log', of.namespace, of.name], async (after) => {
        const page = await ask(
            api.GET('/v1/packages/{namespace}/{name}/log', { params: { path: of, query: { after, limit: PAGE } } }),
        );
        return { items: page.log, next: page.next };
    });
    if (log.isPending) {
        return <Waiting lines={6} />;
    }
    if (log.error) {
        return <Failed error={log.error} retry={() => void log.refetch()} />;
    }
    return (
        <>
            <Title order={2} className="unseen">
                Versions
            </Title>
            <ol className="list log">
                {log.items.map((line) => (
                    <li key={line.sequence} aria-current={line.top_hash === current ? 'true' : undefined}>
                        <span className="log-what">
                            <Link to="/packages/$namespace/$name" params={of} search={{ at: line.top_hash }}>
                                {line.message ? <Name value={line.message} /> : <Hash value={line.top_hash} />}
                            </Link>
                            {line.tags?.map((tag) => (
                                <Badge key={tag} variant="light" size="sm" tt="none">
                                    {tag}
                                </Badge>
                            ))}
                            {line.top_hash === current && (
                                <Badge variant="outline" size="sm" tt="none">
                                    shown
                                </Badge>
                            )}
                        </span>
                        <span className="list-facts">
                            <span>{line.author}</span>
                            <Hash value={line.top_hash} />
                            {line.entries !== undefined && <span>{counted(line.entries, 'file')}</span>}
                            {line.bytes !== undefined && <Bytes value={line.bytes} />}
                            <Time value={line.at} />
                        </span>
                        <Changes of={line} />
                    </li>
                ))}
            </ol>
            <More list={log} />
        </>
    );
}
