import './withdraw.css';
import { Alert, Button, Group, Progress, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type DragEvent, type FormEvent, useCallback, useEffect, useState } from 'react';
import { humanBytes } from '../parts/format';
import { Page } from '../parts/Page';
import { Bytes, Name } from '../parts/Values';
import { hashOf } from './hashes';
import { durationText, type Hashing, rateOf } from './hashing';
import { TraceResult } from './TraceResult';
import { useFileHash } from './useFileHash';

/** Which versions hold some bytes, and who was handed them. */
export function TracePage() {
    const { sha256 } = useSearch({ from: '/audit/trace' });
    const navigate = useNavigate({ from: '/audit/trace' });
    // What narrowed the trace before stays: the same question about other bytes.
    const trace = useCallback(
        (hash: string) => void navigate({ search: (before) => ({ ...before, sha256: hash }) }),
        [navigate],
    );
    const { hashing, start, cancel } = useFileHash(trace);
    const known = sha256 === undefined ? null : hashOf(sha256);
    return (
        <Page
            title="Trace"
            lead="Which packages, versions and paths hold some bytes, and who was handed them. Each trace is an event in the audit trail itself."
        >
            <Ask key={sha256} first={sha256 ?? ''} onHash={trace} />
            <Drop onFile={start} />
            {hashing && <HashingNow state={hashing} onCancel={cancel} />}
            {known && !hashing && <TraceResult sha256={known} />}
        </Page>
    );
}

function Ask({ first, onHash }: { first: string; onHash: (hash: string) => void }) {
    const [typed, setTyped] = useState(first);
    const [refused, setRefused] = useState(first !== '' && hashOf(first) === null);
    const submit = (event: FormEvent) => {
        event.preventDefault();
        const hash = hashOf(typed);
        setRefused(hash === null);
        if (hash !== null) {
            onHash(hash);
        }
    };
    return (
        <form onSubmit={submit} className="ask">
            <TextInput
                label="SHA-256"
                description="Of a file or of a fragment: 64 digits from 0 to f"
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
                error={refused ? 'That is no SHA-256. It has 64 digits from 0 to f, with sha256: before them or not.' : null}
                autoComplete="off"
                spellCheck={false}
                maxLength={200}
                classNames={{ input: 'mono' }}
            />
            <Button type="submit">Trace</Button>
        </form>
    );
}

/** Takes a file by drop or choice, and no other drop on this page opens one in its stead. */
function Drop({ onFile }: { onFile: (file: File) => void }) {
    const [over, setOver] = useState(false);
    useEffect(() => {
        const keep = (event: Event) => event.preventDefault();
        window.addEventListener('dragover', keep);
        window.addEventListener('drop', keep);
        return () => {
            window.removeEventListener('dragover', keep);
            window.removeEventListener('drop', keep);
        };
    }, []);
    const drop = (event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file) {
            onFile(file);
        }
    };
    return (
        <label
            className="drop"
            data-over={over || undefined}
            onDragOver={() => setOver(true)}
            onDragLeave={() => setOver(false)}
            onDrop={drop}
        >
            <input
                type="file"
                className="unseen"
                onChange={(event) => {
                    const file = event.currentTarget.files?.[0];
                    event.currentTarget.value = '';
                    if (file) {
                        onFile(file);
                    }
                }}
            />
            <strong>Drop a file here, or choose one.</strong>
            <br />
            It is hashed in this browser and sent nowhere.
        </label>
    );
}

function HashingNow({ state, onCancel }: { state: Hashing; onCancel: () => void }) {
    if (state.failed) {
        return (
            <Alert color="red" role="alert" title="The file cannot be read">
                A folder is no file; one that changed meanwhile must be dropped again.
            </Alert>
        );
    }
    const share = state.size === 0 ? 100 : (100 * state.read) / state.size;
    const rate = rateOf(state);
    return (
        <section className="card" aria-label="Hashing">
            <Group justify="space-between" wrap="nowrap" align="flex-start">
                <div>
                    Hashing <Name value={state.name} />: <Bytes value={state.read} /> of <Bytes value={state.size} />
                    {rate && (
                        <span className="dim">
                            {' '}
                            · {humanBytes(rate.rate)}/s · {durationText(rate.left)} left
                        </span>
                    )}
                </div>
                <Button size="xs" variant="default" className="never-narrow" onClick={onCancel}>
                    Cancel hashing
                </Button>
            </Group>
            <Progress value={share} mt="xs" aria-label="How much was hashed" />
        </section>
    );
}
