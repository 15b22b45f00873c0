import '../access/access.css';
import { Alert, Badge, Button, Group, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { NamespaceSettings } from '../access/NamespaceSettings';
import { api, ask, type Schemas } from '../api/client';
import { Confirm } from '../parts/Confirm';
import { Page } from '../parts/Page';
import { Failed, Waiting } from '../parts/States';
import { Name } from '../parts/Values';
import { useDraft } from '../parts/useDraft';
import { bytesOf, bytesText } from './amounts';
import { InPlace } from './InPlace';
import { useNamespace } from './NamespacesPage';
import { AMOUNTS, Use } from './Use';

/** One namespace, for administrators: what it may hold, its name and owner, and where it may publish from. */
export function NamespaceAdminPage() {
    const { namespace } = useParams({ from: '/admin/namespaces/$namespace' });
    const details = useNamespace(namespace);
    const [set, setSet] = useState(false);
    return (
        <Page
            title={namespace}
            heading={<Name value={namespace} />}
            aside={details.data && <Badge variant="light">{details.data.kind}</Badge>}
            lead={
                <>
                    <Link to="/namespaces/$namespace" params={{ namespace }}>
                        Packages
                    </Link>
                    {' · '}
                    <Link to="/namespaces/$namespace/access" params={{ namespace }}>
                        Access
                    </Link>
                </>
            }
        >
            {details.isPending ? <Waiting lines={6} /> : null}
            {details.error ? <Failed error={details.error} retry={() => void details.refetch()} /> : null}
            {details.data?.use && (
                <div key={namespace}>
                    <div className="use-lines">
                        {AMOUNTS.map((amount) => (
                            <section key={amount.key} aria-label={amount.label}>
                                <Title order={2} size="h6">
                                    {amount.label}
                                </Title>
                                <Use
                                    used={details.data.use?.[amount.key] ?? 0}
                                    quota={details.data.quota?.[amount.key]}
                                    bytes={amount.bytes}
                                    label={amount.label}
                                />
                            </section>
                        ))}
                    </div>
                    <Title order={2} size="h3" className="section">
                        Quota
                    </Title>
                    {set && (
                        <Alert variant="light" mb="md" role="status" title="The quota is set">
                            What is there stays, however much it is. A push that has no room is refused.
                        </Alert>
                    )}
                    <QuotaForm key={JSON.stringify(details.data.quota)} of={details.data} onSet={() => setSet(true)} />
                    <Title order={2} size="h3" className="section">
                        Name and owner
                    </Title>
                    <NamespaceSettings of={namespace} />
                    <InPlace namespace={namespace} />
                </div>
            )}
        </Page>
    );
}

function QuotaForm({ of, onSet }: { of: Schemas['Namespace']; onSet: () => void }) {
    const queries = useQueryClient();
    const [draft, change, forget] = useDraft(`quota of ${of.name} ${JSON.stringify(of.quota)}`, {
        bytes: bytesText(of.quota?.bytes),
        metadata: bytesText(of.quota?.metadata_bytes),
        packages: of.quota?.packages === undefined ? '' : String(of.quota.packages),
    });
    const [clearing, setClearing] = useState(false);
    const bytes = bytesOf(draft.bytes);
    const metadata = bytesOf(draft.metadata);
    const packages = draft.packages.trim() === '' ? undefined : /^\d{1,15}$/.test(draft.packages.trim()) ? Number(draft.packages) : null;
    const wrong = bytes === null || metadata === null || packages === null;
    const done = async () => {
        forget();
        setClearing(false);
        onSet();
        await queries.invalidateQueries({ queryKey: ['namespace', of.name] });
    };
    const path = { namespace: of.name };
    const set = useMutation({
        mutationFn: () =>
            ask(
                api.PUT('/v1/namespaces/{namespace}/quota', {
                    params: { path },
                    body: { bytes: bytes ?? undefined, metadata_bytes: metadata ?? undefined, packages: packages ?? undefined },
                }),
            ),
        onSuccess: done,
    });
    const clear = useMutation({
        mutationFn: () => ask(api.DELETE('/v1/namespaces/{namespace}/quota', { params: { path } })),
        onSuccess: done,
    });
    const size = 'Such as 10 GB. Empty: no limit';
    const noSize = 'That is no size: 500 MB, 10 GB, 2 TB';
    return (
        <section aria-label="Quota">
            <form
                className="card"
                onSubmit={(event) => {
                    event.preventDefault();
                    set.mutate();
                }}
            >
                {set.error ? <Failed error={set.error} form /> : null}
                <div className="fields">
                    <TextInput
                        label="Data"
                        description={size}
                        error={bytes === null ? noSize : undefined}
                        value={draft.bytes}
                        onChange={(event) => change({ bytes: event.currentTarget.value })}
                    />
                    <TextInput
                        label="Metadata"
                        description={size}
                        error={metadata === null ? noSize : undefined}
                        value={draft.metadata}
                        onChange={(event) => change({ metadata: event.currentTarget.value })}
                    />
                    <TextInput
                        label="Packages"
                        description="A number. Empty: no limit"
                        error={packages === null ? 'That is no number' : undefined}
                        value={draft.packages}
                        onChange={(event) => change({ packages: event.currentTarget.value })}
                    />
                    <Group gap="xs">
                        <Button type="submit" loading={set.isPending} disabled={wrong}>
                            Set quota
                        </Button>
                        <Button variant="default" onClick={() => setClearing(true)}>
                            Use the default…
                        </Button>
                    </Group>
                </div>
            </form>
            <Confirm
                title="Use the default quota"
                opened={clearing}
                doing={clear}
                label="Use the default quota"
                harmful={false}
                onConfirm={() => clear.mutate()}
                onClose={() => setClearing(false)}
            >
                <p>
                    <Name value={of.name} /> may hold what the registry's configuration says, and has no quota of its own any more.
                </p>
            </Confirm>
        </section>
    );
}
