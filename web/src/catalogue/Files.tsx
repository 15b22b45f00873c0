import { Breadcrumbs, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import type { Schemas } from '../api/client';
import { counted } from '../parts/format';
import { Empty, Failed, Waiting } from '../parts/States';
import { Name } from '../parts/Values';
import { FileDetails } from './FileDetails';
import { FileRow } from './FileRow';
import { LongFolder, ROW } from './LongFolder';
import { type EntryLine, type PackageName, useFolder } from './packages';

const AHEAD = 15;
/** So far before the end of what is there the next page is asked for. */
const NEAR_END = 200;

/** A folder above the one shown is not the page that is shown. */
const THIS = { exact: true };

interface Place {
    of: PackageName;
    version: Schemas['Version'];
    at: string | undefined;
}

/** The files of a version: one folder at a time, or one file. */
export function Files({ of, version, at, folder, file }: Place & { folder: string; file: string | undefined }) {
    const place = { of, version, at };
    return (
        <>
            <Title order={2} className="unseen">
                Files
            </Title>
            <Trail {...place} path={file ?? folder} />
            {file === undefined ? <Folder key={folder} {...place} folder={folder} /> : <FileDetails {...place} path={file} />}
        </>
    );
}

function Trail({ of, at, path }: Place & { path: string }) {
    const parts = path.split('/').filter((part) => part !== '');
    return (
        <nav aria-label="Folder" className="trail">
            <Breadcrumbs separatorMargin={4}>
                <Link to="/packages/$namespace/$name" params={of} search={{ at, tab: 'files' }} activeOptions={THIS}>
                    {of.name}
                </Link>
                {parts.map((part, index) =>
                    index === parts.length - 1 ? (
                        <span key={index} aria-current="page">
                            <Name value={part} />
                        </span>
                    ) : (
                        <Link
                            key={index}
                            to="/packages/$namespace/$name"
                            params={of}
                            search={{ at, tab: 'files', folder: parts.slice(0, index + 1).join('/') }}
                            activeOptions={THIS}
                        >
                            <Name value={part} />
                        </Link>
                    ),
                )}
            </Breadcrumbs>
        </nav>
    );
}

/** Whether a folder has more than one answer holds, and its first items are one entry each: then its rows can be counted by entries. */
function isLong(items: EntryLine[], below: number): boolean {
    const covered = items.reduce((sum, item) => sum + (item.entries ?? 1), 0);
    return below > covered && covered === items.length;
}

/** A list of which only what is in sight is in the page, and which reads on as somebody scrolls: folders hold a million files. */
function Folder({ of, version, at, folder }: Place & { folder: string }) {
    const list = useFolder(of, version.top_hash, folder, version.view?.id);
    const frame = useRef<HTMLDivElement>(null);
    const rows = useVirtualizer({
        count: list.items.length,
        getScrollElement: () => frame.current,
        estimateSize: () => ROW,
        overscan: AHEAD,
    });
    const withdrawn = useMemo(() => new Set(version.withdrawn?.map((each) => each.path)), [version.withdrawn]);
    const visible = rows.getVirtualItems();
    const last = visible.at(-1)?.index ?? 0;
    const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
    useEffect(() => {
        if (hasNextPage && !isFetchingNextPage && last >= list.items.length - NEAR_END) {
            void fetchNextPage();
        }
    }, [last, list.items.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
    if (list.isPending) {
        return <Waiting lines={8} />;
    }
    if (list.error) {
        return <Failed error={list.error} retry={() => void list.refetch()} />;
    }
    if (list.items.length === 0) {
        return <Empty title="Nothing is here">{folder === '' ? 'This version has no files.' : 'There is no such folder in this version.'}</Empty>;
    }
    const below = list.data.pages[0]?.below;
    const base = list.items[0]?.ordinal ?? list.items[0]?.first;
    if (below !== undefined && base !== undefined && isLong(list.data.pages[0]?.items ?? [], below)) {
        return <LongFolder {...{ of, version, at, folder, base, withdrawn }} rows={below} />;
    }
    return (
        <>
            <div ref={frame} className="files" role="region" aria-label="Files" tabIndex={0}>
                <ul style={{ height: rows.getTotalSize() }}>
                    {visible.map((row) => {
                        const entry = list.items[row.index];
                        return entry === undefined ? null : (
                            <li
                                key={row.key}
                                style={{ height: row.size, transform: `translateY(${row.start}px)` }}
                                aria-setsize={hasNextPage ? -1 : list.items.length}
                                aria-posinset={row.index + 1}
                            >
                                <FileRow of={of} at={at} entry={entry} withdrawn={withdrawn.has(entry.path)} />
                            </li>
                        );
                    })}
                </ul>
            </div>
            <p className="files-count" role="status">
                {counted(list.items.length, 'item')}
                {hasNextPage ? ' so far; scroll for more' : ''}
            </p>
        </>
    );
}
