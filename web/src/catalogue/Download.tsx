import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../api/client';
import { humanBytes } from '../parts/format';
import { Failed } from '../parts/States';
import { fetchFile, LARGEST_DOWNLOAD } from './handOut';
import type { EntryLine, PackageName } from './packages';

const KEPT_MILLIS = 60_000;

/** Saves one file: handed out, fetched from its storage, held to its hash, and only then given to the browser. */
export function Download({ of, version, entry }: { of: PackageName; version: Schemas['Version']; entry: EntryLine }) {
    const [seen, setSeen] = useState(0);
    const fetching = useMutation({
        mutationFn: () => {
            setSeen(0);
            return fetchFile(of, version, entry, setSeen);
        },
        onSuccess: (bytes) => save(bytes, entry.path.slice(entry.path.lastIndexOf('/') + 1)),
    });
    if (entry.size > LARGEST_DOWNLOAD) {
        return <p className="note">Files of more than {humanBytes(LARGEST_DOWNLOAD)} are for the lines above.</p>;
    }
    return (
        <div className="download">
            {fetching.error ? <Failed error={fetching.error} retry={() => fetching.mutate()} /> : null}
            <Button variant="default" onClick={() => fetching.mutate()} disabled={fetching.isPending}>
                {fetching.isPending ? `Fetching: ${humanBytes(seen)} of ${humanBytes(entry.size)}` : 'Download file'}
            </Button>
            <span className="unseen" role="status">
                {fetching.isSuccess ? 'Downloaded and verified' : ''}
            </span>
        </div>
    );
}

/** As bytes of no kind: whatever the file is, the browser saves it and does not open it as a page of this site. */
function save(bytes: Blob, name: string) {
    const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), KEPT_MILLIS);
}
