import { Button, Textarea, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { Confirm } from '../../parts/Confirm';
import { Failed } from '../../parts/States';
import { Time } from '../../parts/Values';
import { type Check, checkBeginning, checkSignature } from '../verify/checks';
import { headIn, headOf, Keys, type SignedHead } from '../verify/head';
import { askConsistency, askKeys, askNewest } from './ask';
import { Checks } from './Checks';
import { keep, keptHead, keptKeys } from './kept';

const LONGEST_FILE = 100_000;

/** Whether what was kept is still the beginning, and whether the newest head is signed: computed here. */
export function VerifySection({ onKept }: { onKept: (head: SignedHead) => void }) {
    const [given, setGiven] = useState('');
    const [kept, setKept] = useState(keptHead);
    const pasted = given.trim() === '' ? null : headIn(given);
    const keepNewest = (newest: SignedHead, keys: string[]) => {
        keep(newest, keys);
        setKept(newest);
        onKept(newest);
    };
    const verify = useMutation({
        mutationFn: () => verifyHeads(kept, pasted),
        onSuccess: ({ newest, keys, checks }) => {
            if (checks.every((check) => check.result !== 'wrong') && checks[0]?.result === 'right') {
                keepNewest(newest, keys);
            }
        },
    });
    const drop = (event: DragEvent) => {
        const file = event.dataTransfer.files[0];
        if (file) {
            event.preventDefault();
            void take(file);
        }
    };
    const take = async (file: File) => setGiven(file.size > LONGEST_FILE ? 'This file is too large to be a head.' : await file.text());
    const unreadable = given.trim() !== '' && pasted === null;
    return (
        <section aria-label="Verification">
            <Title order={2} size="h3" className="section">
                Verify
            </Title>
            <p className="section-lead">
                This browser checks the signature of the newest head, and that the tree of a head which was kept before is the beginning of the newest
                tree. It computes both itself.{' '}
                {kept ? (
                    <>
                        It keeps head {kept.number} over {kept.size} events, of <Time value={kept.at} long />.
                    </>
                ) : (
                    'It keeps no head yet; the newest one is kept once its signature is right.'
                )}
            </p>
            <details className="event-rarer">
                <summary>Verify against a head that was kept elsewhere</summary>
                <div className="head-given" onDrop={drop} onDragOver={(event) => event.preventDefault()}>
                    <Textarea
                        label="A head"
                        description="Its JSON, or a line of the registry's log. Paste it, drop a file here or choose one."
                        value={given}
                        onChange={(event) => setGiven(event.currentTarget.value)}
                        error={unreadable ? 'That is no head of an audit trail: JSON with bale_head.' : null}
                        autosize={false}
                        rows={4}
                        spellCheck={false}
                        classNames={{ input: 'mono' }}
                    />
                    <input
                        type="file"
                        aria-label="A file with a head"
                        className="head-file"
                        onChange={(event) => {
                            const file = event.currentTarget.files?.[0];
                            event.currentTarget.value = '';
                            if (file) {
                                void take(file);
                            }
                        }}
                    />
                </div>
            </details>
            <div className="head-buttons">
                <Button loading={verify.isPending} disabled={unreadable} onClick={() => verify.mutate()}>
                    Verify now
                </Button>
            </div>
            <div role="status">
                {verify.error ? <Failed error={verify.error} /> : null}
                {verify.data && <Verdict checks={verify.data.checks} />}
            </div>
            {kept && verify.data && isReplaceable(verify.data.checks) && (
                <Replace
                    kept={kept}
                    newest={verify.data.newest}
                    onReplace={() => {
                        keepNewest(verify.data.newest, verify.data.keys);
                        verify.reset();
                    }}
                />
            )}
        </section>
    );
}

async function verifyHeads(
    kept: SignedHead | null,
    pasted: SignedHead | null,
): Promise<{ newest: SignedHead; keys: string[]; checks: Check[] }> {
    const [answer, published] = await Promise.all([askNewest(), askKeys()]);
    const newest = headOf(answer);
    if (!newest) {
        throw new Error('The registry’s newest head is none of a form that is known here.');
    }
    const keys = new Keys(published);
    const checks = [await checkSignature(newest, keys, `the newest head, ${newest.number}`), checkKey(newest)];
    // Both: a head that was pasted must not let the one that this browser kept be forgotten unseen.
    for (const [before, name] of [[kept, 'kept'], [pasted, 'pasted']] as const) {
        if (before) {
            checks.push(await checkSignature(before, keys, `the ${name} head ${before.number}`));
            checks.push(await checkBeginning(before, newest, askConsistency));
        }
    }
    if (!kept && !pasted) {
        checks.push({
            result: 'unable',
            what: 'The beginning of the trail',
            detail: 'No head was kept before: there is nothing to compare with. From now on there is.',
        });
    }
    return { newest, keys: published.map((key) => key.id), checks };
}

/** Where the newest head is signed, and only what was kept does not fit. */
function isReplaceable(checks: Check[]): boolean {
    return checks[0]?.result === 'right' && checks.some((check) => check.result === 'wrong');
}

const NOTHING = { isPending: false, error: null, reset: () => undefined };

/** After a restore that people know of, or in a browser whose own memory was spoiled: to begin again with the newest head. */
function Replace({ kept, newest, onReplace }: { kept: SignedHead; newest: SignedHead; onReplace: () => void }) {
    const [asking, setAsking] = useState(false);
    return (
        <>
            <Button variant="default" size="xs" onClick={() => setAsking(true)}>
                Keep the newest head instead
            </Button>
            <Confirm
                title="Keep the newest head instead?"
                opened={asking}
                doing={NOTHING}
                label="Keep the newest head"
                harmful={false}
                onConfirm={() => {
                    setAsking(false);
                    onReplace();
                }}
                onClose={() => setAsking(false)}
            >
                From then on this browser compares with head {newest.number} over {newest.size} events, and forgets head {kept.number}: what was changed
                before is not found here any more. Do it when you know why they do not fit, such as a restore of the database.
            </Confirm>
        </>
    );
}

/** A key that nobody knew before may be a rotation, or somebody else's. */
function checkKey(newest: SignedHead): Check {
    const known = keptKeys();
    const what = 'Key of the newest head';
    if (known.length === 0) {
        return { result: 'unable', what, detail: `This browser knew no key before. Compare its id with whoever set it up: ${newest.key}` };
    }
    return known.includes(newest.key)
        ? { result: 'right', what, detail: 'It is one that this browser knew before.' }
        : { result: 'unable', what, detail: `It is new to this browser. Was it rotated? Compare its id with whoever did: ${newest.key}` };
}

function Verdict({ checks }: { checks: Check[] }) {
    const wrong = checks.some((check) => check.result === 'wrong');
    const signed = checks[0]?.result === 'right';
    const compared = checks.length > 3 && !wrong;
    return (
        <>
            <p className={`verdict ${wrong ? 'bad' : signed ? 'good' : ''}`}>
                {wrong
                    ? 'No: something is not as it was sealed.'
                    : !signed
                      ? 'Signatures could not be checked here.'
                      : compared
                        ? 'Yes: what was kept is unchanged, and the newest head is signed.'
                        : 'The newest head is signed. It is kept now, for the next time.'}
            </p>
            <Checks checks={checks} />
            <p className="checks-note">
                {wrong
                    ? 'Keep what this page shows, and take the trail out for bale audit verify, which names what was changed. The head that was kept stays as it was.'
                    : 'This page came from the registry itself. Whoever runs the registry could have changed it, too: for a proof that does not rest on it, keep heads and keys elsewhere and use bale audit verify.'}
            </p>
        </>
    );
}
