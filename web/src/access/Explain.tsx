import { Alert, Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { Failed, Waiting } from '../parts/States';
import { Name } from '../parts/Values';
import { GrantTable } from './GrantTable';
import type { PackageName } from './grants';
import type { AccessSearch } from './search';
import { localField, momentOf, principalText } from './words';

type Question = Pick<AccessSearch, 'who' | 'action' | 'path' | 'moment'>;

const ACTIONS = [
    { value: 'read', label: 'read it' },
    { value: 'publish', label: 'publish to it' },
    { value: 'administer', label: 'grant and revoke' },
];

/** May somebody do something here, and by which grant? */
export function Explain({
    of,
    asked,
    onAsk,
    others,
}: {
    of: PackageName;
    asked: Question;
    onAsk: (question: Question) => void;
    /** Whether the viewer may ask about others than himself. */
    others: boolean;
}) {
    const [who, setWho] = useState(asked.who ?? '');
    const [action, setAction] = useState<string>(asked.action ?? 'read');
    const [path, setPath] = useState(asked.path ?? '');
    const [at, setAt] = useState(() => localField(asked.moment));
    const submit = (event: FormEvent) => {
        event.preventDefault();
        onAsk({
            who: others && who.trim() !== '' ? who.trim() : undefined,
            action: action === 'publish' || action === 'administer' ? action : undefined,
            path: path.trim() === '' ? undefined : path.trim(),
            moment: momentOf(at),
        });
    };
    return (
        <>
            <form onSubmit={submit} className="question">
                {others && (
                    <TextInput
                        label="May"
                        description="An account, team:NAME, everyone or public. Empty: you"
                        value={who}
                        onChange={(event) => setWho(event.currentTarget.value)}
                        maxLength={80}
                        spellCheck={false}
                        autoComplete="off"
                    />
                )}
                <NativeSelect
                    label={others ? 'do this' : 'May I'}
                    description="What it is about"
                    data={ACTIONS}
                    value={action}
                    onChange={(event) => setAction(event.currentTarget.value)}
                />
                <TextInput
                    label="Path"
                    description="Empty: the whole package"
                    value={path}
                    onChange={(event) => setPath(event.currentTarget.value)}
                    maxLength={1100}
                    spellCheck={false}
                />
                <TextInput
                    label="At"
                    description="In your zone. Empty: now"
                    type="datetime-local"
                    value={at}
                    onChange={(event) => setAt(event.currentTarget.value)}
                />
                <Button type="submit">Explain it</Button>
            </form>
            <Answer of={of} asked={asked} />
        </>
    );
}

function Answer({ of, asked }: { of: PackageName; asked: Question }) {
    const answer = useQuery({
        queryKey: ['explain', of.namespace, of.name, asked.who, asked.action, asked.path, asked.moment],
        queryFn: () =>
            ask(
                api.GET('/v1/packages/{namespace}/{name}/access/explain', {
                    params: {
                        path: of,
                        query: { principal: asked.who, action: asked.action ?? 'read', path: asked.path, at: asked.moment },
                    },
                }),
            ),
        staleTime: 0,
    });
    if (answer.isPending) {
        return <Waiting />;
    }
    if (answer.error) {
        return <Failed error={answer.error} form />;
    }
    return <Explanation said={answer.data} />;
}

/** The registry's answer, in words and by grants. */
export function Explanation({ said }: { said: Schemas['Explanation'] }) {
    return (
        <section aria-label="Explanation">
            <Alert
                variant="light"
                color={said.allowed ? 'bale' : 'red'}
                mb="md"
                role="status"
                title={
                    <>
                        {said.allowed ? 'Yes' : 'No'}: <Name value={principalText(said.principal)} />,{' '}
                        {ACTIONS.find(({ value }) => value === said.action)?.label ?? said.action}
                        {said.path !== undefined && (
                            <>
                                , at <Name value={said.path} />
                            </>
                        )}
                    </>
                }
            >
                <Name value={said.reason} />
                {said.paths !== undefined && (
                    <p className="notice-line">
                        Paths: <Name value={said.paths.join(', ')} />
                    </p>
                )}
            </Alert>
            {said.grants.length > 0 && <GrantTable grants={said.grants} mayRevoke={() => false} onRevoke={() => undefined} />}
        </section>
    );
}
