import './access.css';
import { Alert, Button, Checkbox, Group } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Schemas } from '../api/client';
import { Empty, Failed, More, SignInFirst, Waiting } from '../parts/States';
import { Name, Time } from '../parts/Values';
import { Explain } from './Explain';
import { GrantForm } from './GrantForm';
import { GrantTable } from './GrantTable';
import { isPackage, useGrants, useRights } from './grants';
import { NamespaceSettings } from './NamespaceSettings';
import { OwnAccess } from './OwnAccess';
import { PackageSettings } from './PackageSettings';
import { Readers } from './Readers';
import { RevokedNotice } from './RevokedNotice';
import { RevokeGrant } from './RevokeGrant';
import { RevokeMany } from './RevokeMany';
import type { AccessSearch } from './search';
import { type Grant, placeText, principalKey, principalText, type Scope } from './words';

type View = AccessSearch['view'];

const VIEWS: { view: View; label: string; ofPackages: boolean; ofOwners: boolean }[] = [
    { view: undefined, label: 'Grants', ofPackages: false, ofOwners: false },
    { view: 'readers', label: 'Who can install it', ofPackages: true, ofOwners: false },
    { view: 'explain', label: 'Explain', ofPackages: true, ofOwners: false },
    { view: 'settings', label: 'Name and owner', ofPackages: false, ofOwners: true },
];

/** Who may do what at a place: for its owners to change, for auditors to see, for others as far as it is about themselves. */
export function AccessViews({
    scope,
    search,
    onSearch,
}: {
    scope: Scope;
    search: AccessSearch;
    onSearch: (search: AccessSearch) => void;
}) {
    const rights = useRights(scope);
    if (rights.isPending) {
        return <Waiting />;
    }
    if (!rights.who) {
        return <SignInFirst />;
    }
    if (rights.error) {
        return <Failed error={rights.error} retry={() => void rights.refetch()} />;
    }
    const views = VIEWS.filter(
        ({ view, ofPackages, ofOwners }) =>
            (!ofPackages || isPackage(scope)) &&
            (!ofOwners || rights.change) &&
            (view !== 'readers' || rights.see),
    );
    const shown = views.some(({ view }) => view === search.view) ? search.view : undefined;
    return (
        <>
            {views.length > 1 && (
                <nav className="views" aria-label="Of the access">
                    {views.map(({ view, label }) => (
                        <Button
                            key={label}
                            size="compact-sm"
                            variant={view === shown ? 'light' : 'subtle'}
                            aria-current={view === shown ? 'page' : undefined}
                            onClick={() => onSearch({ view })}
                        >
                            {label}
                        </Button>
                    ))}
                </nav>
            )}
            {shown === undefined && rights.see && (
                <Grants scope={scope} change={rights.change} search={search} onSearch={onSearch} />
            )}
            {shown === undefined && !rights.see && (isPackage(scope) ? <OwnAccess of={scope} /> : <NoOwner scope={scope} />)}
            {shown === 'readers' && isPackage(scope) && (
                <Readers of={scope} moment={search.moment} onMoment={(moment) => onSearch({ view: 'readers', moment })} />
            )}
            {shown === 'explain' && isPackage(scope) && (
                <Explain
                    of={scope}
                    asked={search}
                    others={rights.see}
                    onAsk={(question) => onSearch({ view: 'explain', ...question })}
                />
            )}
            {shown === 'settings' && (isPackage(scope) ? <PackageSettings of={scope} /> : <NamespaceSettings of={scope.namespace} />)}
        </>
    );
}

function NoOwner({ scope }: { scope: Scope }): ReactNode {
    return (
        <Empty title="Only owners see who may do what here">
            You are no owner of {scope.namespace}. What you may do with a package stands on its page, under Access.
        </Empty>
    );
}

function Grants({
    scope,
    change,
    search,
    onSearch,
}: {
    scope: Scope;
    change: boolean;
    search: AccessSearch;
    onSearch: (search: AccessSearch) => void;
}) {
    const ended = search.ended === 'yes';
    const grants = useGrants(scope, ended);
    const [granting, setGranting] = useState(false);
    const [granted, setGranted] = useState<Grant | null>(null);
    const [revoking, setRevoking] = useState<Grant | null>(null);
    const [revokingMany, setRevokingMany] = useState(false);
    const [revoked, setRevoked] = useState<{ answer: Schemas['Revoked']; of?: Grant } | null>(null);
    const explain = isPackage(scope)
        ? ({ principal }: Grant) => onSearch({ view: 'explain', who: principalKey(principal) })
        : undefined;
    return (
        <>
            <Group justify="space-between" mb="md" gap="sm">
                <Checkbox
                    label="Also grants that have ended"
                    checked={ended}
                    onChange={(event) => onSearch({ ended: event.currentTarget.checked ? 'yes' : undefined })}
                />
                {change && (
                    <Group gap="xs">
                        <Button variant="default" onClick={() => setRevokingMany(true)}>
                            Revoke several…
                        </Button>
                        <Button onClick={() => setGranting(true)}>Grant access…</Button>
                    </Group>
                )}
            </Group>
            {granted ? (
                <Alert
                    variant="light"
                    mb="md"
                    role="status"
                    title="Granted"
                    withCloseButton
                    closeButtonLabel="Close"
                    onClose={() => setGranted(null)}
                >
                    <Name value={principalText(granted.principal)} /> is {granted.role} of <Name value={placeText(granted)} />
                    {granted.expires_at !== undefined && (
                        <>
                            {' '}
                            until <Time value={granted.expires_at} long />
                        </>
                    )}
                    .
                </Alert>
            ) : null}
            {revoked ? (
                <RevokedNotice
                    revoked={revoked.answer}
                    onExplain={explain && revoked.of && (() => revoked.of && explain(revoked.of))}
                    onClose={() => setRevoked(null)}
                />
            ) : null}
            {grants.isPending ? <Waiting /> : null}
            {grants.error ? <Failed error={grants.error} retry={() => void grants.refetch()} /> : null}
            {grants.isSuccess && grants.items.length === 0 ? (
                <Empty title="No grants">Only administrators of the registry reach this.</Empty>
            ) : null}
            {grants.items.length > 0 && (
                <GrantTable
                    grants={grants.items}
                    scope={scope}
                    mayRevoke={() => change}
                    onRevoke={setRevoking}
                    onExplain={explain}
                />
            )}
            <More list={grants} />
            {granting ? (
                <GrantForm
                    scope={scope}
                    grants={grants.items}
                    onGranted={(grant) => {
                        setRevoked(null);
                        setGranted(grant);
                    }}
                    onClose={() => setGranting(false)}
                />
            ) : null}
            {revoking ? (
                <RevokeGrant
                    grant={revoking}
                    mayAsk
                    onRevoked={(answer) => {
                        setGranted(null);
                        setRevoked({ answer, of: revoking });
                    }}
                    onClose={() => setRevoking(null)}
                />
            ) : null}
            {revokingMany ? (
                <RevokeMany
                    scope={scope}
                    onRevoked={(answer) => {
                        setGranted(null);
                        setRevoked({ answer });
                    }}
                    onClose={() => setRevokingMany(false)}
                />
            ) : null}
        </>
    );
}
