import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Hash, Name } from '../parts/Values';
import type { Target } from './withdrawal';

/** What was withdrawn: a file, a version, or bytes wherever they lie. */
export function WithdrawTarget({ of, trace = true }: { of: Target; trace?: boolean }) {
    if (of.kind === 'fragment') {
        return (
            <>
                bytes{' '}
                {trace ? (
                    <Anchor component={Link} to={`/audit/trace?sha256=${of.sha256}`} size="sm" title="Trace them">
                        <Hash value={of.sha256 ?? ''} />
                    </Anchor>
                ) : (
                    <Hash value={of.sha256 ?? ''} />
                )}
            </>
        );
    }
    return (
        <>
            {of.kind === 'version' ? 'version ' : 'file '}
            {of.path !== undefined && (
                <>
                    <Name value={of.path} />
                    {of.package !== undefined && ' of '}
                </>
            )}
            {of.package !== undefined && (
                <Anchor component={Link} to={`/packages/${of.package}${of.version ? `?at=${of.version}` : ''}`} size="sm">
                    <Name value={of.package} />
                </Anchor>
            )}{' '}
            {of.version !== undefined && <Hash value={of.version} />}
        </>
    );
}
