import { Anchor, Badge, Button } from '@mantine/core';
import { DataTable } from '../parts/DataTable';
import { Name, None, Time } from '../parts/Values';
import { type Grant, placeText, principalText, type Scope, stateOf } from './words';

/** Grants, with who gave what to whom; and a button to revoke where the viewer may. */
export function GrantTable({
    grants,
    scope,
    mayRevoke,
    onRevoke,
    onExplain,
}: {
    grants: Grant[];
    /** The place that it is a list of; without one, places are told in full. */
    scope?: Scope;
    mayRevoke: (grant: Grant) => boolean;
    onRevoke: (grant: Grant) => void;
    /** Leads to what the principal of a grant may do. */
    onExplain?: (grant: Grant) => void;
}) {
    const now = new Date();
    const withNotes = grants.some((grant) => grant.note !== undefined);
    const withButtons = grants.some((grant) => stateOf(grant, now) === 'live' && mayRevoke(grant));
    return (
        <DataTable
            caption="Grants"
            rows={grants}
            keyOf={(grant) => grant.grant}
            columns={[
                {
                    name: 'Who',
                    header: true,
                    of: (grant) =>
                        onExplain === undefined ? (
                            <Name value={principalText(grant.principal)} />
                        ) : (
                            <Anchor
                                component="button"
                                size="sm"
                                title="Explain what it may do here"
                                onClick={() => onExplain(grant)}
                            >
                                <Name value={principalText(grant.principal)} />
                            </Anchor>
                        ),
                },
                {
                    name: 'Role',
                    of: (grant) => (
                        <Badge variant={grant.role === 'owner' ? 'filled' : 'light'} tt="none">
                            {grant.role}
                        </Badge>
                    ),
                },
                { name: 'On', of: (grant) => <Name value={placeIn(grant, scope)} /> },
                { name: 'Since', of: (grant) => <Time value={grant.made_at} /> },
                { name: 'By', of: (grant) => (grant.made_by ? <Name value={grant.made_by} /> : <None>the registry</None>) },
                { name: 'Until', of: (grant) => <Until grant={grant} now={now} /> },
                ...(withButtons
                    ? [
                          {
                              name: 'Revoke it',
                              of: (grant: Grant) =>
                                  stateOf(grant, now) === 'live' && mayRevoke(grant) ? (
                                      <Button
                                          size="compact-sm"
                                          variant="default"
                                          aria-label={`Revoke ${grant.role} of ${principalText(grant.principal)} on ${placeText(grant)}`}
                                          onClick={() => onRevoke(grant)}
                                      >
                                          Revoke…
                                      </Button>
                                  ) : null,
                          },
                      ]
                    : []),
                ...(withNotes ? [{ name: 'Note', of: (grant: Grant) => (grant.note ? <Name value={grant.note} /> : null) }] : []),
            ]}
        />
    );
}

function placeIn(grant: Grant, scope: Scope | undefined): string {
    if (scope === undefined) {
        return placeText(grant);
    }
    if (grant.name === undefined) {
        return `all of ${grant.namespace}`;
    }
    const place = scope.name === undefined ? grant.name : 'this package';
    return grant.path === undefined ? place : scope.name === undefined ? `${place}//${grant.path}` : grant.path;
}

function Until({ grant, now }: { grant: Grant; now: Date }) {
    if (grant.revoked_at !== undefined) {
        return (
            <span className="bad">
                revoked <Time value={grant.revoked_at} />
                {grant.revoked_by !== undefined && (
                    <>
                        {' '}
                        by <Name value={grant.revoked_by} />
                    </>
                )}
            </span>
        );
    }
    if (grant.expires_at === undefined) {
        return <None>it is revoked</None>;
    }
    return stateOf(grant, now) === 'expired' ? (
        <span className="bad">
            expired <Time value={grant.expires_at} />
        </span>
    ) : (
        <Time value={grant.expires_at} long />
    );
}
