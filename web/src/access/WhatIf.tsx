import { Text, Title } from '@mantine/core';
import type { Schemas } from '../api/client';
import { DataTable } from '../parts/DataTable';
import { Failed, Waiting } from '../parts/States';
import { Name, None } from '../parts/Values';
import { counted } from '../parts/format';
import { type EffectOn, useEffects, useTried } from './grants';
import { reachText, type Scope, scopeText } from './words';

const WORDS = { gains: 'gains', loses: 'loses', changes: 'changes' };

/** What a change would do to whom, beside the form that makes it; without a change, what will stand here. */
export function WhatIf({ scope, change }: { scope: Scope; change: Schemas['AccessChange'] | null }) {
    const tried = useTried(scope);
    const effects = useEffects(tried.data?.packages, change);
    return (
        <section className="what-if" aria-label="What if" aria-live="polite">
            <Title order={3} size="h5">
                What if
            </Title>
            {change === null ? <Text size="sm">Say who and what: here stands who would gain or lose what.</Text> : null}
            {tried.error ? <Failed error={tried.error} /> : null}
            {change !== null && effects.error ? <Failed error={effects.error} form /> : null}
            {change !== null && !tried.error && !effects.error && !effects.data ? <Waiting lines={2} /> : null}
            {change !== null && effects.data && !effects.error ? (
                <Effects
                    scope={scope}
                    effects={effects.data.effects}
                    more={effects.data.more}
                    tried={tried.data?.packages.length ?? 0}
                    moreTried={tried.data?.more ?? false}
                />
            ) : null}
        </section>
    );
}

function Effects({
    scope,
    effects,
    more,
    tried,
    moreTried,
}: {
    scope: Scope;
    effects: EffectOn[];
    more: boolean;
    tried: number;
    moreTried: boolean;
}) {
    const whole = scope.name === undefined;
    return (
        <>
            {whole && (
                <Text size="sm" c="dimmed">
                    {tried === 0
                        ? 'There is no package here yet.'
                        : moreTried
                          ? `Tried on the first ${tried} packages here; it holds for all.`
                          : `Tried on ${counted(tried, 'package')}.`}
                </Text>
            )}
            {effects.length === 0 ? (
                <Text size="sm">Nobody gains or loses anything by it now.</Text>
            ) : (
                <DataTable
                    caption="Effects"
                    rows={effects}
                    keyOf={({ of, effect }) => `${scopeText(of)} ${effect.account}`}
                    columns={[
                        { name: 'Who', header: true, of: ({ effect }) => <Name value={effect.account} /> },
                        ...(whole
                            ? [{ name: 'Package', of: ({ of }: EffectOn) => <Name value={of.name} /> }]
                            : []),
                        {
                            name: 'Effect',
                            of: ({ effect }) => (
                                <span className={effect.effect === 'loses' ? 'bad' : effect.effect === 'gains' ? 'good' : undefined}>
                                    {WORDS[effect.effect]}
                                </span>
                            ),
                        },
                        { name: 'Now', of: ({ effect }) => <Reach reach={effect.before} /> },
                        { name: 'Then', of: ({ effect }) => <Reach reach={effect.after} /> },
                    ]}
                />
            )}
            {more && <Text size="sm">There are more than are shown here.</Text>}
        </>
    );
}

export function Reach({ reach }: { reach: Schemas['Reach'] | undefined }) {
    return reach === undefined ? <None>nothing</None> : <Name value={reachText(reach)} />;
}
