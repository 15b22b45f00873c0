import { useNavigate, useSearch } from '@tanstack/react-router';
import { AccessViews } from '../access/AccessViews';
import type { PackageName } from './packages';

/** By which grants people may read or publish it. */
export function AccessTab({ of }: { of: PackageName }) {
    const search = useSearch({ from: '/packages/$namespace/$name' });
    const navigate = useNavigate({ from: '/packages/$namespace/$name' });
    return (
        <AccessViews
            key={`${of.namespace}/${of.name}`}
            scope={of}
            search={search}
            onSearch={(next) => void navigate({ search: { at: search.at, tab: 'access', ...next } })}
        />
    );
}
