import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask, type Schemas } from '../api/client';
import { Failed } from '../parts/States';

const LIVES = [
    { value: '7', label: '7 days' },
    { value: '30', label: '30 days' },
    { value: '90', label: '90 days' },
    { value: '365', label: 'a year' },
];

/** The form for a new token. */
export function MakeToken({ onMade }: { onMade: (token: Schemas['MadeToken']) => void }) {
    const [name, setName] = useState('');
    const [write, setWrite] = useState(false);
    const [patterns, setPatterns] = useState('');
    const [days, setDays] = useState('30');
    const make = useMutation({
        mutationFn: () =>
            ask(
                api.POST('/v1/tokens', {
                    body: {
                        name: name.trim(),
                        scopes: [write ? 'write' : 'read'],
                        patterns: patterns.split(/[\s,]+/).filter((pattern) => pattern !== ''),
                        expires_in_days: Number(days),
                    },
                }),
            ),
        onSuccess: (token) => {
            setName('');
            setPatterns('');
            onMade(token);
        },
    });
    const submit = (event: FormEvent) => {
        event.preventDefault();
        make.mutate();
    };
    return (
        <form onSubmit={submit} className="form card">
            {make.error ? <Failed error={make.error} form /> : null}
            <TextInput
                label="Name"
                description="What it is for"
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
                maxLength={100}
                required
            />
            <TextInput
                label="Packages"
                description="namespace/name, each part may end in *; with spaces between. Empty: all that you may use"
                value={patterns}
                onChange={(event) => setPatterns(event.currentTarget.value)}
                spellCheck={false}
            />
            <NativeSelect label="Good for" data={LIVES} value={days} onChange={(event) => setDays(event.currentTarget.value)} />
            <Checkbox
                label="It may publish, too"
                checked={write}
                onChange={(event) => setWrite(event.currentTarget.checked)}
            />
            <Button type="submit" loading={make.isPending}>
                Make token
            </Button>
        </form>
    );
}
