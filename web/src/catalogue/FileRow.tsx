import { Badge } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { counted, exactCount, visibleName } from '../parts/format';
import { FileIcon, FolderIcon } from '../parts/icons';
import { Bytes, Name } from '../parts/Values';
import type { EntryLine, PackageName } from './packages';

/** One file or folder in a list. */
export function FileRow({
    of,
    at,
    entry,
    withdrawn,
}: {
    of: PackageName;
    at: string | undefined;
    entry: EntryLine;
    withdrawn: boolean;
}) {
    const isFolder = entry.path.endsWith('/');
    const path = isFolder ? entry.path.slice(0, -1) : entry.path;
    const name = path.slice(path.lastIndexOf('/') + 1);
    return (
        <>
            <Link
                to="/packages/$namespace/$name"
                params={of}
                search={isFolder ? { at, tab: 'files', folder: path } : { at, tab: 'files', file: path }}
                title={visibleName(name)}
            >
                {isFolder ? <FolderIcon size={18} aria-label="Folder" /> : <FileIcon size={18} aria-label="File" />}
                <Name value={name} />
            </Link>
            {withdrawn && (
                <Badge color="red" variant="light" size="sm" tt="none" className="files-withdrawn">
                    withdrawn
                </Badge>
            )}
            {isFolder && entry.entries !== undefined && (
                <span className="files-entries" title={exactCount(entry.entries)}>
                    {counted(entry.entries, 'file')}
                </span>
            )}
            <span className="files-size">
                <Bytes value={entry.size} />
            </span>
        </>
    );
}
