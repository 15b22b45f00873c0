import { Alert, Button } from '@mantine/core';
import type { Schemas } from '../api/client';
import { counted } from '../parts/format';
import { UrlsExpire } from '../parts/UrlsExpire';
import { Name } from '../parts/Values';
import { placeText, principalText } from './words';

/** What a revoke did, until when URLs live, and what still lets the same account in. */
export function RevokedNotice({
    revoked,
    onExplain,
    onClose,
}: {
    revoked: Schemas['Revoked'];
    /** Leads to what is left to whoever lost the grant. */
    onExplain?: () => void;
    onClose: () => void;
}) {
    return (
        <Alert
            variant="light"
            mb="md"
            role="status"
            title={`Revoked ${counted(revoked.revoked, 'grant')}`}
            withCloseButton
            closeButtonLabel="Close"
            onClose={onClose}
        >
            <p className="notice-line">
                {revoked.urls_expire_at === undefined ? (
                    'No URL that was handed out before is alive. No request is allowed by it any more.'
                ) : (
                    <UrlsExpire at={revoked.urls_expire_at} />
                )}
            </p>
            {revoked.still_by !== undefined && revoked.still_by.length > 0 && (
                <>
                    <p className="notice-line bad">The account may still read the same by:</p>
                    <ul className="notice-list">
                        {revoked.still_by.map((grant) => (
                            <li key={grant.grant}>
                                <Name value={`${principalText(grant.principal)}: ${grant.role} of ${placeText(grant)}`} />
                            </li>
                        ))}
                    </ul>
                </>
            )}
            {revoked.more === true && <p className="notice-line">There are more than could be revoked at once. Do it again.</p>}
            {onExplain !== undefined && (
                <Button size="xs" variant="default" mt="sm" onClick={onExplain}>
                    Explain what is left
                </Button>
            )}
        </Alert>
    );
}
