import { useQueries, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useLayoutEffect, useRef, useState } from 'react';
import type { Schemas } from '../api/client';
import { exactCount, visibleName } from '../parts/format';
import { Failed } from '../parts/States';
import { FileRow } from './FileRow';
import { type EntryLine, type PackageName, readFolderFrom, WINDOW } from './packages';
import { place, rowsHeight } from './scroll';

export const ROW = 40;
const AHEAD = 10;
/** Windows out of sight are forgotten so soon: whoever scrolls through a million files keeps a few thousand of them. */
const KEPT_MILLIS = 10_000;

/**
 * A folder of very many items, of which only what is in sight is read and is in the page: the scroll bar stands for all of it, and leads to
 * any place in it at once. A row is an entry below the folder; where a sub-folder has several, those that follow its own row say so.
 */
export function LongFolder({
    of,
    version,
    at,
    folder,
    base,
    rows,
    withdrawn,
}: {
    of: PackageName;
    version: Schemas['Version'];
    at: string | undefined;
    folder: string;
    /** The ordinal of the first entry below the folder. */
    base: number;
    rows: number;
    withdrawn: Set<string | undefined>;
}) {
    const frame = useRef<HTMLDivElement>(null);
    const queries = useQueryClient();
    const [seen, setSeen] = useState({ scrolled: 0, height: 0 });
    useLayoutEffect(() => {
        const element = frame.current;
        if (element === null) {
            return undefined;
        }
        const look = () => setSeen({ scrolled: element.scrollTop, height: element.clientHeight });
        look();
        const resized = new ResizeObserver(look);
        resized.observe(element);
        element.addEventListener('scroll', look, { passive: true });
        return () => {
            resized.disconnect();
            element.removeEventListener('scroll', look);
        };
    }, []);
    const { first, last, top } = place(seen.scrolled, seen.height, rows, ROW, AHEAD);
    const windows: number[] = [];
    for (let window = Math.floor(first / WINDOW); window * WINDOW < last; window += 1) {
        windows.push(window);
    }
    const answers = useQueries({
        queries: windows.map((window) => ({
            queryKey: ['folder-from', of.namespace, of.name, version.top_hash, version.view?.id, folder, window],
            queryFn: () => readFolderFrom(of, version.top_hash, folder, version.view?.id, window * WINDOW),
            staleTime: Number.POSITIVE_INFINITY,
            gcTime: KEPT_MILLIS,
        })),
    });
    const failed = answers.find((answer) => answer.error);
    const items = new Map<number, EntryLine>();
    for (const answer of answers) {
        for (const entry of answer.data ?? []) {
            const row = (entry.ordinal ?? entry.first ?? 0) - base;
            const covered = Math.min(entry.entries ?? 1, last - row);
            for (let i = Math.max(0, first - row); i < covered; i += 1) {
                items.set(row + i, entry);
            }
        }
    }
    const visible = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
    return (
        <>
            {failed?.error ? (
                <Failed
                    error={failed.error}
                    retry={() => void queries.refetchQueries({ queryKey: ['folder-from', of.namespace, of.name], type: 'active' })}
                />
            ) : null}
            <div ref={frame} className="files" role="region" aria-label="Files" tabIndex={0}>
                <ul style={{ height: rowsHeight(rows, ROW) }}>
                    {visible.map((row) => {
                        const entry = items.get(row);
                        return (
                            <li
                                key={row}
                                style={{ height: ROW, transform: `translateY(${top + (row - first) * ROW}px)` }}
                                aria-setsize={rows}
                                aria-posinset={row + 1}
                            >
                                {entry === undefined ? (
                                    <span className="files-awaited">…</span>
                                ) : row === (entry.ordinal ?? entry.first ?? 0) - base ? (
                                    <FileRow of={of} at={at} entry={entry} withdrawn={withdrawn.has(entry.path)} />
                                ) : (
                                    <Inside of={of} at={at} entry={entry} />
                                )}
                            </li>
                        );
                    })}
                </ul>
            </div>
            <p className="files-count" role="status">
                {exactCount(rows)} items
            </p>
        </>
    );
}

/** A row of a file that lies deeper. */
function Inside({ of, at, entry }: { of: PackageName; at: string | undefined; entry: EntryLine }) {
    const path = entry.path.replace(/\/$/, '');
    return (
        <Link to="/packages/$namespace/$name" params={of} search={{ at, tab: 'files', folder: path }} className="files-inside">
            in {visibleName(path.slice(path.lastIndexOf('/') + 1))}/
        </Link>
    );
}
