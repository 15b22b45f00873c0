import { Button, Group, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { fieldOf, momentOf } from './people';

interface Fields {
    package: string;
    version: string;
    person: string;
    since: string;
    until: string;
}

/** What narrows a trace. It stands in the address once it is applied. */
export function TraceFilters() {
    const search = useSearch({ from: '/audit/trace' });
    const navigate = useNavigate({ from: '/audit/trace' });
    const applied: Fields = {
        package: search.package ?? '',
        version: search.version ?? '',
        person: search.person ?? '',
        since: fieldOf(search.since),
        until: fieldOf(search.until),
    };
    const [fields, setFields] = useState(applied);
    const [refused, setRefused] = useState<{ [field in keyof Fields]?: string }>({});
    const any = Object.values(applied).some((value) => value !== '');
    const go = (to: Fields) =>
        void navigate({
            search: {
                sha256: search.sha256,
                sort: search.sort,
                package: to.package.trim() || undefined,
                version: to.version.trim().replace(/^@/, '') || undefined,
                person: to.person.trim() || undefined,
                since: momentOf(to.since),
                until: momentOf(to.until),
            },
        });
    const submit = (event: FormEvent) => {
        event.preventDefault();
        const wrong = wrongOf(fields);
        setRefused(wrong);
        if (Object.keys(wrong).length === 0) {
            go(fields);
        }
    };
    const field = (name: keyof Fields, label: string, description: string, type = 'text') => (
        <TextInput
            label={label}
            description={description}
            type={type}
            value={fields[name]}
            error={refused[name]}
            onChange={(event) => {
                const { value } = event.currentTarget;
                setFields((before) => ({ ...before, [name]: value }));
            }}
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
        />
    );
    return (
        <details className="narrow" open={any || undefined}>
            <summary>Narrow it by package, person or time</summary>
            <form onSubmit={submit} aria-label="Narrow the trace">
                <div className="narrow-fields">
                    {field('package', 'Package', 'namespace/name')}
                    {field('version', 'Version', 'how its hash begins')}
                    {field('person', 'Person', 'public: whoever did not sign in')}
                    {field('since', 'Since', 'handed then or later', 'datetime-local')}
                    {field('until', 'Until', 'handed before then', 'datetime-local')}
                </div>
                <Group gap="xs">
                    <Button type="submit" size="xs">
                        Apply filters
                    </Button>
                    {any && (
                        <Button
                            size="xs"
                            variant="default"
                            onClick={() => go({ package: '', version: '', person: '', since: '', until: '' })}
                        >
                            Remove filters
                        </Button>
                    )}
                </Group>
            </form>
        </details>
    );
}

function wrongOf(fields: Fields): { [field in keyof Fields]?: string } {
    const version = fields.version.trim().replace(/^@/, '');
    return {
        ...(fields.package.trim() !== '' && !/^[^/\s]+\/[^/\s]+$/.test(fields.package.trim())
            ? { package: 'A package is namespace/name.' }
            : {}),
        ...(version !== '' && fields.package.trim() === '' ? { version: 'Name its package, too.' } : {}),
        ...(version !== '' && !/^(sha256:)?[0-9a-f]{6,64}$/.test(version)
            ? { version: 'At least 6 digits from 0 to f, as its hash begins.' }
            : {}),
    };
}
