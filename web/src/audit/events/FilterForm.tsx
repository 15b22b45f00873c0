import { Button, MultiSelect, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { type Draft, draftOf, type FilterName, type Filters, localInput, type Mistakes, readDraft } from './filters';
import { KIND_GROUPS } from './kinds';

const KINDS = KIND_GROUPS.map(({ group, kinds }) => ({
    group,
    items: Object.entries(kinds).map(([value, label]) => ({ value, label })),
}));
const LONGEST = 200;
const HOUR_MILLIS = 3_600_000;
const RANGES: [string, number][] = [
    ['Last hour', HOUR_MILLIS],
    ['Last 24 hours', 24 * HOUR_MILLIS],
    ['Last 7 days', 168 * HOUR_MILLIS],
];
const RARER: FilterName[] = ['version', 'fragment', 'address', 'grant', 'request'];

/** What to ask for. Nothing is asked while somebody types: each asking is an event. */
export function FilterForm({ filters, onAsk }: { filters: Filters; onAsk: (filters: Filters) => void }) {
    const [draft, setDraft] = useState(() => draftOf(filters));
    const [mistakes, setMistakes] = useState<Mistakes>({});
    useEffect(() => {
        setDraft(draftOf(filters));
        setMistakes({});
    }, [filters]);

    const ask = (asked: Draft) => {
        setDraft(asked);
        const read = readDraft(asked, filters);
        if ('mistakes' in read) {
            setMistakes(read.mistakes);
        } else {
            setMistakes({});
            onAsk(read.filters);
        }
    };
    const submit = (event: FormEvent) => {
        event.preventDefault();
        ask(draft);
    };
    const field = (name: Exclude<FilterName, 'kind'>) => ({
        value: draft[name],
        onChange: (event: { currentTarget: { value: string } }) => {
            // Read now: the event's own is gone once the state is computed.
            const { value } = event.currentTarget;
            setDraft((before) => ({ ...before, [name]: value }));
        },
        error: mistakes[name],
        autoComplete: 'off',
        spellCheck: false,
        maxLength: LONGEST,
    });
    const rarerOpen = RARER.some((name) => filters[name] !== undefined || mistakes[name] !== undefined);
    return (
        <form onSubmit={submit} className="card event-filters" aria-label="Filters" noValidate>
            <div className="event-fields">
                <TextInput label="Who" placeholder="An account, or public" {...field('principal')} />
                <TextInput label="Package" placeholder="namespace/name, or namespace" {...field('package')} />
                <MultiSelect
                    label="Kind"
                    placeholder={draft.kind.length === 0 ? 'Any' : undefined}
                    data={KINDS}
                    value={draft.kind}
                    onChange={(kind) => ask({ ...draft, kind })}
                    searchable
                    clearable
                    maxValues={20}
                    hidePickedOptions
                    clearButtonProps={{ 'aria-label': 'Remove all kinds' }}
                />
                <NativeSelect
                    label="Outcome"
                    data={[
                        { value: '', label: 'Any' },
                        { value: 'ok', label: 'Allowed' },
                        { value: 'denied', label: 'Denied' },
                    ]}
                    value={draft.outcome}
                    onChange={(event) => ask({ ...draft, outcome: event.currentTarget.value })}
                />
                <TextInput type="datetime-local" step={1} label="Since (your time)" {...field('since')} />
                <TextInput type="datetime-local" step={1} label="Until (your time)" {...field('until')} />
            </div>
            <details className="event-rarer" open={rarerOpen || undefined}>
                <summary>Version, fragment, address, grant, request</summary>
                <div className="event-fields">
                    <TextInput label="Version" placeholder="Top hash, or how it begins" {...field('version')} />
                    <TextInput label="Fragment" placeholder="SHA-256" {...field('fragment')} />
                    <TextInput label="Address or network" placeholder="192.0.2.7 or 192.0.2.0/24" {...field('address')} />
                    <TextInput label="Grant" placeholder="Its number, or registry-admin" {...field('grant')} />
                    <TextInput label="Request" placeholder="The id in an error" {...field('request')} />
                </div>
            </details>
            <div className="event-ask">
                <Button type="submit">Show events</Button>
                {RANGES.map(([label, millis]) => (
                    <Button
                        key={label}
                        variant="default"
                        size="xs"
                        onClick={() => ask({ ...draft, since: localInput(new Date(Date.now() - millis).toISOString()), until: '' })}
                    >
                        {label}
                    </Button>
                ))}
            </div>
        </form>
    );
}
