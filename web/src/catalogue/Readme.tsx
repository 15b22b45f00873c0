import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { Schemas } from '../api/client';
import { Empty, Failed, Waiting } from '../parts/States';
import { Bytes } from '../parts/Values';
import { Files } from './Files';
import { fetchFile } from './handOut';
import { type EntryLine, type PackageName, useFolder } from './packages';

const Markdown = lazy(() => import('./Markdown'));
const NAMES = /^readme(\.(md|markdown|txt))?$/i;
const LONGEST_BYTES = 512 * 1024;

/** What the package says of itself; its topmost files where it says nothing. */
export function Readme({ of, version }: { of: PackageName; version: Schemas['Version'] }) {
    const top = useFolder(of, version.top_hash, '', version.view?.id);
    if (top.isPending) {
        return <Waiting lines={8} />;
    }
    if (top.error) {
        return <Failed error={top.error} retry={() => void top.refetch()} />;
    }
    const readme = top.items.find((entry) => NAMES.test(entry.path));
    if (readme === undefined) {
        return (
            <>
                <Files of={of} version={version} at={version.top_hash} folder="" file={undefined} />
                <Empty title="No README">A README.md at the top of the next push is shown here.</Empty>
            </>
        );
    }
    return <Text of={of} version={version} entry={readme} />;
}

function Text({ of, version, entry }: { of: PackageName; version: Schemas['Version']; entry: EntryLine }) {
    const short = entry.size <= LONGEST_BYTES && entry.fragments === undefined;
    const text = useQuery({
        queryKey: ['text', of.namespace, of.name, version.top_hash, version.view?.id, entry.path],
        queryFn: async () => (await fetchFile(of, version, entry)).text(),
        enabled: short,
        // Each reading is a hand-out in the audit trail: once is enough, for the bytes never change.
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
    });
    if (!short) {
        return (
            <Empty title="The README is too long to show here">
                It has <Bytes value={entry.size} />.
            </Empty>
        );
    }
    if (text.isPending) {
        return <Waiting lines={8} />;
    }
    if (text.error) {
        return <Failed error={text.error} retry={() => void text.refetch()} />;
    }
    return (
        <article className="readme" aria-label={entry.path}>
            {/\.txt$|^readme$/i.test(entry.path) ? (
                <pre>{text.data}</pre>
            ) : (
                <Suspense fallback={<Waiting lines={8} />}>
                    <Markdown of={of} version={version} path={entry.path} text={text.data} />
                </Suspense>
            )}
        </article>
    );
}
