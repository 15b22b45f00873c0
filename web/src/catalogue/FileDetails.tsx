import { Alert, Code } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client';
import { useWho } from '../api/who';
import { CopyLine } from '../parts/CopyLine';
import { Empty, Failed, Waiting } from '../parts/States';
import { Bytes, Count } from '../parts/Values';
import { findEntry, type PackageName } from './packages';
import { installLine } from './references';

/** What is known of one file. */
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
    const { size, sha256, fragments, meta, meta_sha256 } = entry.data;
    return (
        <>
            <CopyLine line={installLine(of, version.top_hash, path)} label="Install this file" />
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
                {meta_sha256 !== undefined && (
                    <>
                        <dt>Metadata</dt>
                        <dd>
                            more than 1 KiB: <Code>bale meta</Code> reads it
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
            {meta !== undefined && (
                <>
                    <h3>Metadata</h3>
                    <Code block>{JSON.stringify(meta, null, 2)}</Code>
                </>
            )}
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
