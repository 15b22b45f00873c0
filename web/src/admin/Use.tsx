import type { ReactNode } from 'react';
import type { Schemas } from '../api/client';
import { Bytes, Count } from '../parts/Values';

type Amounts = NonNullable<Schemas['Namespace']['use']>;

export const AMOUNTS: { key: keyof Amounts; label: string; bytes: boolean }[] = [
    { key: 'bytes', label: 'Data', bytes: true },
    { key: 'metadata_bytes', label: 'Metadata', bytes: true },
    { key: 'packages', label: 'Packages', bytes: false },
];

/** How much of a quota is used, as a bar where there is one; values are exact on hover. */
export function Use({ used, quota, bytes, label }: { used: number; quota: number | undefined; bytes: boolean; label: string }) {
    const value = (amount: number): ReactNode => (bytes ? <Bytes value={amount} /> : <Count value={amount} />);
    const share = quota === undefined ? 0 : quota === 0 ? 1 : Math.min(1, used / quota);
    return (
        <div className="use">
            <span>
                {value(used)}
                {quota === undefined ? ' · no limit' : <> of {value(quota)}</>}
            </span>
            {quota !== undefined && (
                <div
                    className="bar"
                    role="meter"
                    aria-label={label}
                    aria-valuemin={0}
                    aria-valuemax={100}
                    aria-valuenow={Math.round(share * 100)}
                    data-full={used >= quota || undefined}
                >
                    <span style={{ width: `${share * 100}%` }} />
                </div>
            )}
        </div>
    );
}
