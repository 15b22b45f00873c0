import { Autocomplete, NativeSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { useWho } from '../api/who';

const PAUSE_MILLIS = 200;
const SUGGESTED = 8;

export type PrincipalKind = 'account' | 'team' | 'everyone' | 'public';

export interface TypedPrincipal {
    kind: PrincipalKind;
    who: string;
}

/** As the API takes it; null while it is not said. */
export function typedPrincipal({ kind, who }: TypedPrincipal): string | null {
    if (kind === 'everyone' || kind === 'public') {
        return kind;
    }
    return who.trim() === '' ? null : `${kind}:${who.trim()}`;
}

/** Whom a grant is for. Names are suggested as far as the viewer may know them; any may be typed. */
export function PrincipalFields({ value, onChange }: { value: TypedPrincipal; onChange: (change: Partial<TypedPrincipal>) => void }) {
    return (
        <>
            <NativeSelect
                label="Grant to"
                value={value.kind}
                onChange={(event) => onChange({ kind: event.currentTarget.value as PrincipalKind })}
                data={[
                    { value: 'account', label: 'A person or a service account' },
                    { value: 'team', label: 'A team: its members, whoever they are then' },
                    { value: 'everyone', label: 'Everyone who signs in (everyone)' },
                    { value: 'public', label: 'Everybody, also without signing in (public)' },
                ]}
            />
            {value.kind === 'account' || value.kind === 'team' ? (
                <NameField
                    kind={value.kind}
                    label={value.kind === 'team' ? 'Name of the team' : 'Name of the account'}
                    value={value.who}
                    onChange={(who) => onChange({ who })}
                />
            ) : null}
        </>
    );
}

/** The name of an account or a team. */
export function NameField({
    kind,
    label,
    description,
    value,
    onChange,
}: {
    kind: 'account' | 'team';
    label: string;
    description?: string;
    value: string;
    onChange: (value: string) => void;
}) {
    const who = useWho().data;
    const [filter] = useDebouncedValue(value.trim(), PAUSE_MILLIS);
    const known = useQuery({
        queryKey: ['suggested', kind, filter],
        queryFn: async () => {
            const query = { filter, limit: SUGGESTED };
            return kind === 'team'
                ? (await ask(api.GET('/v1/teams', { params: { query } }))).teams.map((team) => team.name)
                : (await ask(api.GET('/v1/accounts', { params: { query } }))).accounts.map((account) => account.name);
        },
        // Only administrators may look through the accounts; others type a name they know.
        enabled: filter !== '' && (kind === 'team' || who?.admin === true),
    });
    return (
        <Autocomplete
            label={label}
            description={description}
            data={known.data ?? []}
            value={value}
            onChange={onChange}
            maxLength={64}
            required
            autoComplete="off"
            spellCheck={false}
            withScrollArea={false}
            comboboxProps={{ withinPortal: true }}
        />
    );
}
