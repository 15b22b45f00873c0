import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { Schemas } from '../api/client';
import { humanBytes, visibleName } from '../parts/format';
import { fetchFile } from './handOut';
import { findEntry, type PackageName } from './packages';
import { pictureType } from './references';

const LARGEST_BYTES = 5_000_000;

/**
 * A picture of the same version, handed out like any file. Its bytes are held to their hash and shown by an address that dies as soon as the
 * picture is there, so that an SVG is a picture and never a document of this site: as such it runs no script and loads nothing.
 */
export function Picture({
    of,
    version,
    path,
    alt,
    instead,
}: {
    of: PackageName;
    version: Schemas['Version'];
    path: string;
    alt: string;
    /** What is shown where there is no such picture: a link to the file. */
    instead: (why: string) => ReactNode;
}) {
    const type = pictureType(path);
    const picture = useQuery({
        queryKey: ['picture', of.namespace, of.name, version.top_hash, version.view?.id, path],
        queryFn: async () => {
            const entry = await findEntry(of, version.top_hash, path, version.view?.id);
            if (entry === null) {
                return 'there is no such file';
            }
            if (entry.size > LARGEST_BYTES) {
                return `${humanBytes(entry.size)}, too large to show here`;
            }
            return new Blob([await fetchFile(of, version, entry)], { type });
        },
        enabled: type !== undefined,
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
    });
    const address = useAddress(picture.data instanceof Blob ? picture.data : undefined);
    const [broken, setBroken] = useState(false);
    if (type === undefined) {
        return instead('of a kind that is not shown here');
    }
    if (picture.error || broken) {
        return instead(picture.error ? picture.error.message : 'it cannot be read');
    }
    if (typeof picture.data === 'string') {
        return instead(picture.data);
    }
    if (address === undefined) {
        return <span aria-busy="true">[picture: {visibleName(alt || path)}]</span>;
    }
    return (
        <img
            src={address}
            alt={alt || visibleName(path)}
            onLoad={() => URL.revokeObjectURL(address)}
            onError={() => setBroken(true)}
        />
    );
}

function useAddress(bytes: Blob | undefined): string | undefined {
    const [address, setAddress] = useState<string>();
    useEffect(() => {
        if (bytes === undefined) {
            return undefined;
        }
        const made = URL.createObjectURL(bytes);
        setAddress(made);
        return () => URL.revokeObjectURL(made);
    }, [bytes]);
    return address;
}
