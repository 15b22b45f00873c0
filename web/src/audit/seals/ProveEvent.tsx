import { Button, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Failed } from '../../parts/States';
import type { Event } from '../events/sentence';
import { checkEvent } from '../verify/checks';
import { Keys } from '../verify/head';
import { askKeys, askProof } from './ask';
import { Checks } from './Checks';

/** Computes in this browser that the event is under a signed head. */
export function ProveEvent({ event }: { event: Event }) {
    const prove = useMutation({
        mutationFn: async () => {
            const [answer, keys] = await Promise.all([askProof(event.event), askKeys()]);
            return checkEvent(event, answer, new Keys(keys));
        },
    });
    return (
        <section aria-label="Proof">
            <Title order={3} size="h5" className="section">
                Proof
            </Title>
            <Button variant="default" size="xs" loading={prove.isPending} onClick={() => prove.mutate()}>
                Prove this event
            </Button>
            <div role="status">
                {prove.error ? <Failed error={prove.error} /> : null}
                {prove.data && (
                    <>
                        <Checks checks={prove.data} />
                        <p className="checks-note">
                            Proven is what was sealed: the event has not been changed since. Name, address, program and the names of packages are not part of it;
                            personal fields are sealed as MACs, which the complete verification checks. That the head itself is in the history that you
                            know is proven on the page Seals.
                        </p>
                    </>
                )}
            </div>
        </section>
    );
}
