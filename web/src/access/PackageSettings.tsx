import { Alert, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { Confirm } from '../parts/Confirm';
import { UrlsExpire } from '../parts/UrlsExpire';
import { Name } from '../parts/Values';
import { useDraft } from '../parts/useDraft';
import { NewName } from './NewName';
import type { PackageName } from './grants';

/** What owners may change of a package itself: its name, and the namespace it lies in. */
export function PackageSettings({ of }: { of: PackageName }) {
    const full = `${of.namespace}/${of.name}`;
    const [draft, change, forget] = useDraft(`move ${full}`, { name: '', namespace: '' });
    const [asking, setAsking] = useState<'rename' | 'transfer' | null>(null);
    const [moved, setMoved] = useState<Schemas['PackageMoved'] | null>(null);
    const queries = useQueryClient();
    const navigate = useNavigate();
    const move = useMutation({
        mutationFn: () =>
            asking === 'rename'
                ? ask(api.POST('/v1/packages/{namespace}/{name}/rename', { params: { path: of }, body: { name: draft.name.trim() } }))
                : ask(
                      api.POST('/v1/packages/{namespace}/{name}/transfer', {
                          params: { path: of },
                          body: { namespace: draft.namespace.trim() },
                      }),
                  ),
        onSuccess: async (done) => {
            forget();
            setAsking(null);
            if (done.urls_expire_at !== undefined) {
                setMoved(done);
            } else {
                await goTo(done);
            }
            // Not what this page stands on: whoever moved it away would not see until when URLs live.
            await queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'rights' });
        },
    });
    const goTo = (done: Schemas['PackageMoved']) => {
        const [namespace = '', name = ''] = done.package.split('/');
        return navigate({
            to: '/packages/$namespace/$name',
            params: { namespace, name },
            search: { tab: 'access', view: 'settings' },
        });
    };
    return (
        <>
            {moved ? (
                <Alert variant="light" mb="md" role="status" title="Moved">
                    It is{' '}
                    <Link to="/packages/$namespace/$name" params={namesOf(moved.package)}>
                        {moved.package}
                    </Link>{' '}
                    now. {moved.urls_expire_at !== undefined && <UrlsExpire at={moved.urls_expire_at} />}
                </Alert>
            ) : null}
            <section className="card settings-card" aria-label="Rename">
                <Title order={3} size="h4">
                    Rename this package
                </Title>
                <Text size="sm">
                    It stays in {of.namespace} with its versions, tags and grants. Whatever says {full} goes on working: a redirect stays,
                    and nobody else can take that name. Tokens that are narrowed to packages go by the new name.
                </Text>
                <NewName
                    label="New name"
                    value={draft.name}
                    button="Rename…"
                    onChange={(name) => change({ name })}
                    onSubmit={() => setAsking('rename')}
                />
            </section>
            <section className="card settings-card" aria-label="Move to another namespace">
                <Title order={3} size="h4">
                    Move it to another namespace
                </Title>
                <Text size="sm">
                    You must be allowed to publish there. Grants on this package go along; those on {of.namespace} no longer count for it, and
                    those on the other namespace do. Whatever says {full} goes on working.
                </Text>
                <NewName
                    label="Namespace"
                    value={draft.namespace}
                    button="Move…"
                    onChange={(namespace) => change({ namespace })}
                    onSubmit={() => setAsking('transfer')}
                />
            </section>
            <Confirm
                title={asking === 'rename' ? 'Rename the package' : 'Move the package'}
                opened={asking !== null}
                doing={move}
                label={asking === 'rename' ? 'Rename the package' : 'Move the package'}
                onConfirm={() => move.mutate()}
                onClose={() => setAsking(null)}
            >
                <p>
                    <Name value={full} /> becomes{' '}
                    <b>
                        <Name
                            value={
                                asking === 'rename'
                                    ? `${of.namespace}/${draft.name.trim()}`
                                    : `${draft.namespace.trim()}/${of.name}`
                            }
                        />
                    </b>
                    . The old name leads there from now on.
                </p>
                {asking === 'transfer' && (
                    <p>
                        Whoever reads it by a grant on {of.namespace} alone loses it at once, also in the middle of an install; the answer says
                        until when URLs live that were handed out before.
                    </p>
                )}
            </Confirm>
        </>
    );
}

function namesOf(full: string): PackageName {
    const [namespace = '', name = ''] = full.split('/');
    return { namespace, name };
}
