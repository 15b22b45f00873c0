import { Button, Group, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../api/client';
import { usePages } from '../api/pages';
import { DataTable } from '../parts/DataTable';
import { Empty, Failed, More, Waiting } from '../parts/States';
import { Name, Time } from '../parts/Values';
import type { PackageName } from './grants';
import { Reach } from './WhatIf';
import { localField, momentOf } from './words';

const PAGE = 100;

/** Who can install a package, or could at a moment in the past. */
export function Readers({ of, moment, onMoment }: { of: PackageName; moment?: string; onMoment: (moment?: string) => void }) {
    const [typed, setTyped] = useState(() => localField(moment));
    const queries = useQueryClient();
    const key = ['readers', of.namespace, of.name, moment];
    const readers = usePages(key, async (after) => {
        const page = await ask(
            api.GET('/v1/packages/{namespace}/{name}/access/readers', {
                params: { path: of, query: { at: moment, after, limit: PAGE } },
            }),
        );
        return { items: page.readers, next: page.next };
    });
    const show = (event: FormEvent) => {
        event.preventDefault();
        onMoment(momentOf(typed));
        void queries.invalidateQueries({ queryKey: ['readers', of.namespace, of.name] });
    };
    return (
        <>
            <form onSubmit={show} className="question">
                <TextInput
                    label="At"
                    description="A time in your zone. Empty: now"
                    type="datetime-local"
                    value={typed}
                    onChange={(event) => setTyped(event.currentTarget.value)}
                />
                <Group gap="xs">
                    <Button type="submit">Show readers</Button>
                    {moment !== undefined && (
                        <Button
                            variant="default"
                            onClick={() => {
                                setTyped('');
                                onMoment(undefined);
                            }}
                        >
                            Show those of now
                        </Button>
                    )}
                </Group>
            </form>
            <p className="answer-of">
                {moment === undefined ? (
                    'Accounts that can install something of it now, and by which right.'
                ) : (
                    <>
                        Accounts that could install something of it on <Time value={moment} long />.
                    </>
                )}
            </p>
            {readers.isPending ? <Waiting lines={4} /> : null}
            {readers.error ? <Failed error={readers.error} retry={() => void readers.refetch()} /> : null}
            {readers.isSuccess && readers.items.length === 0 ? <Empty title="Nobody" /> : null}
            {readers.items.length > 0 && (
                <DataTable
                    caption="Readers"
                    rows={readers.items}
                    keyOf={(reader) => reader.account}
                    columns={[
                        { name: 'Account', header: true, of: (reader) => <Name value={reader.account} /> },
                        { name: 'Kind', of: (reader) => reader.kind },
                        { name: 'As', of: (reader) => <Reach reach={reader.reach} /> },
                        { name: 'By grant', of: (reader) => reader.reach.grants.join(', ') },
                    ]}
                />
            )}
            <More list={readers} />
        </>
    );
}
