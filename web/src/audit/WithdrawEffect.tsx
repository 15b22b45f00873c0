import type { Schemas } from '../api/client';
import { counted } from '../parts/format';
import { Name } from '../parts/Values';

type Effect = Schemas['WithdrawalEffect'];

/** So many of the other places are named. */
export const NAMED = 20;

/** What a withdrawal affects, in words. */
export function WithdrawEffect({ of, kind }: { of: Effect; kind: 'fragment' | 'entry' | 'version' }) {
    return (
        <ul className="effect">
            {kind === 'version' ? (
                <>
                    <li>
                        The version is not handed out, whole or in part. It has {counted(of.fragments ?? 0, 'fragment')}.
                    </li>
                    {(of.fragments_elsewhere ?? 0) > 0 && (
                        <li>
                            <strong>{counted(of.fragments_elsewhere ?? 0, 'fragment')}</strong> of it lie in other versions, too, and
                            stay available there. Withdraw the files, where they must not be had at all.
                        </li>
                    )}
                </>
            ) : (
                <li>
                    {of.versions === 0 ? (
                        'No version holds these bytes now. Nobody can publish them from now on.'
                    ) : (
                        <>
                            These bytes lie in <strong>{counted(of.packages, 'package')}</strong>, in{' '}
                            <strong>{counted(of.versions, 'version')}</strong>, at <strong>{counted(of.paths, 'path')}</strong>, and
                            are handed out from none of them any more.
                        </>
                    )}
                </li>
            )}
            {of.people !== undefined && (
                <li>
                    {of.people === 0 ? (
                        'Nobody published it or was handed it.'
                    ) : (
                        <>
                            <strong>{counted(of.people, 'person', 'people')}</strong> published it or{' '}
                            {of.people === 1 ? 'was' : 'were'} handed it, and will be asked to delete {of.people === 1 ? 'their' : 'all'}{' '}
                            copies.
                        </>
                    )}
                </li>
            )}
        </ul>
    );
}

/** Places by name, as many as the registry tells. */
export function PlaceNames({ label, of }: { label: string; of: string[] }) {
    return (
        <ul className="place-names" aria-label={label}>
            {of.map((place) => (
                <li key={place}>
                    <Name value={place} />
                </li>
            ))}
            {of.length >= NAMED && <li>and maybe more: the trace has all of them</li>}
        </ul>
    );
}
