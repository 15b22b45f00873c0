import { Alert, Code } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, ask, type Schemas } from '../api/client';
import { useWho } from '../api/who';
import { CopyLine } from '../parts/CopyLine';
import { Empty, Failed, Waiting } from '../parts/States';
import { Bytes, Count } from '../parts/Values';
import { Download } from './Download';
import { type EntryLine, findEntry, type PackageName } from './packages';
import { curlLine, installLine } from './references';
import { Withdrawn } from './Withdrawn';

const LONGEST_METADATA = 100_000;

/** What is known of one file, and the ways to it. */
export function FileDetails({ of, version, path }: { of: PackageName; version: Schemas['Version']; path: string }) {
    const entry = useQuery({
        queryKey: ['entry', of.namespace, of.name, version.top_hash, version.view?.id, path],
        queryFn: () => findEntry(of, version.top_hash, path, version.view?.id),
    });
    const who = useWho().data;
    if (entry.isPending) {
        return <Waiting lines={4} />;
    }
    if (entry.error) {
        return <Failed error={entry.error} retry={() => void entry.refetch()} />;
    }
    if (entry.data === null) {
        return <Empty title="There is no such file">Not in this version, or not among what you may read of it.</Empty>;
    }
    const { size, sha256, fragments } = entry.data;
    const withdrawn = version.withdrawn?.find((each) => each.path === undefined || each.path === path);
    return (
        <>
            {withdrawn === undefined ? (
                <>
                    <CopyLine line={installLine(of, version.top_hash, path)} label="Install this file" />
                    <CopyLine
                        line={curlLine(window.location.origin, of, version.top_hash, path, {
                            fragments: fragments !== undefined,
                            token: Boolean(who),
                        })}
                        label={who ? 'Fetch it with curl, with a token of yours in BALE_TOKEN' : 'Fetch it with curl'}
                    />
                    <Download of={of} version={version} entry={entry.data} />
                </>
            ) : (
                <Withdrawn what="This file" withdrawn={withdrawn} />
            )}
            <dl className="facts wide">
                <dt>Size</dt>
                <dd>
                    <Bytes value={size} />
                </dd>
                <dt>SHA-256</dt>
                <dd>
                    <Code className="whole-hash">{sha256}</Code>
                </dd>
                {fragments !== undefined && (
                    <>
                        <dt>Fragments</dt>
                        <dd>
                            <Count value={fragments} />
                        </dd>
                    </>
                )}
            </dl>
            {fragments !== undefined && (
                <Alert variant="light" mt="md" title="Its hash is a claim">
                    The file lies in several fragments. Each is verified; the hash of the whole is what its publisher says until
                    somebody installs it.
                </Alert>
            )}
            <Metadata of={of} version={version} entry={entry.data} />
            {(who?.admin || who?.auditor) && sha256 && (
                <p>
                    <Link to="/audit/trace" search={{ sha256 }}>
                        Trace its content
                    </Link>
                </p>
            )}
        </>
    );
}

/** The metadata of an entry: short ones come with it, longer ones are read by themselves. */
function Metadata({ of, version, entry }: { of: PackageName; version: Schemas['Version']; entry: EntryLine }) {
    const stored = entry.meta_sha256 !== undefined;
    const long = useQuery({
        queryKey: ['metadata', of.namespace, of.name, version.top_hash, version.view?.id, entry.path],
        queryFn: async () => {
            const lines = await ask(
                api.GET('/v1/packages/{namespace}/{name}/versions/{reference}/metadata', {
                    params: {
                        path: { ...of, reference: version.top_hash },
                        query: { from: entry.ordinal, to: (entry.ordinal ?? 0) + 1, view: version.view?.id },
                    },
                    parseAs: 'text',
                }) as Promise<{ data?: { text: string }; error?: unknown; response: Response }>,
            );
            return (JSON.parse(String(lines)) as Schemas['MetadataLine']).meta;
        },
        enabled: stored,
        staleTime: Number.POSITIVE_INFINITY,
    });
    const meta = stored ? long.data : entry.meta;
    if (stored && long.isPending) {
        return <Waiting lines={4} />;
    }
    if (stored && long.error) {
        return <Failed error={long.error} retry={() => void long.refetch()} />;
    }
    if (meta === undefined) {
        return null;
    }
    const text = JSON.stringify(meta, null, 2);
    return (
        <section aria-label="Metadata">
            <h3>Metadata</h3>
            <Code block className="metadata" tabIndex={0}>
                {text.slice(0, LONGEST_METADATA)}
            </Code>
            {text.length > LONGEST_METADATA && (
                <p className="note">
                    This is the beginning of it; <Code>bale info</Code> shows all.
                </p>
            )}
        </section>
    );
}
