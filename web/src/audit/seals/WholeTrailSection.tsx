import { Alert, Button, Progress, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { counted } from '../../parts/format';
import { Failed } from '../../parts/States';
import { Bytes, Count } from '../../parts/Values';
import type { SignedHead } from '../verify/head';
import type { TrailReport } from '../verify/trail';
import { useWholeTrail } from './useWholeTrail';

/** The whole trail, verified in this browser. */
export function WholeTrailSection({ newest, kept }: { newest: SignedHead; kept: SignedHead | null }) {
    const { state, start, cancel } = useWholeTrail();
    const running = state.step === 'running';
    return (
        <section aria-label="Complete verification">
            <Title order={2} size="h3" className="section">
                Verify every event
            </Title>
            <p className="section-lead">
                The whole export goes through this browser: the hash of each event, each root, each signature and each personal field is computed
                here and compared. Nothing of it is kept. For very large trails <code>bale audit verify</code> is faster.
            </p>
            <div className="head-buttons">
                <Button variant="default" disabled={running} onClick={() => void start(kept)}>
                    Verify the whole trail
                </Button>
                {running && (
                    <Button variant="default" onClick={cancel}>
                        Cancel the verification
                    </Button>
                )}
            </div>
            {running && (
                <div className="card" role="status">
                    <Count value={state.leaves} /> of about {counted(newest.size, 'event')}, <Bytes value={state.bytes} />
                    <Progress value={Math.min(100, (100 * state.leaves) / Math.max(1, newest.size))} mt="xs" aria-label="How much was verified" />
                </div>
            )}
            <div role="status">
                {state.step === 'cancelled' && <p>Cancelled. Nothing is said of the trail.</p>}
                {state.step === 'failed' && <Failed error={state.error} />}
                {state.step === 'done' && <Report report={state.report} seconds={state.seconds} kept={kept} />}
            </div>
        </section>
    );
}

function Report({ report, seconds, kept }: { report: TrailReport; seconds: number; kept: SignedHead | null }) {
    const right = report.count === 0;
    const unable = report.findings.some((finding) => finding.kind === 'unable');
    return (
        <>
            <p className={`verdict ${right ? (unable ? '' : 'good') : 'bad'}`}>
                {right
                    ? unable
                        ? 'Nothing wrong was found, and not all could be checked.'
                        : 'Right: the trail is as it was sealed.'
                    : `${counted(report.count, 'thing')} not as sealed`}
            </p>
            <p>
                {counted(report.leaves, 'event')} under {counted(report.heads, 'head')}, {counted(report.unsealed, 'event')} not sealed yet, in{' '}
                {Math.max(1, Math.round(seconds))} s.
                {report.erased > 0 ? ` Personal fields of ${counted(report.erased, 'event')} were erased, as events tell.` : ''}
                {report.dropped > 0 ? ` ${counted(report.dropped, 'event')} of dropped months are told of.` : ''}
                {kept && right ? ` It begins with what head ${kept.number} was signed over, which this browser kept.` : ''}
                {kept ? '' : ' No head was kept before: whether the tail was cut, or all of it sealed anew, is not told.'}
            </p>
            {report.findings.length > 0 && (
                <ul className="checks" aria-label="Findings">
                    {report.findings.map((finding) => (
                        <li key={finding.message} data-result={finding.kind === 'unable' ? 'unable' : 'wrong'}>
                            <strong className={finding.kind === 'unable' ? undefined : 'bad'}>{finding.kind}</strong>
                            <div>
                                {finding.message}{' '}
                                {finding.event !== undefined && (
                                    <Link to="/audit/events" search={{ event: String(finding.event) }}>
                                        See the event
                                    </Link>
                                )}
                            </div>
                        </li>
                    ))}
                </ul>
            )}
            {report.count > report.findings.length && <p>… and {counted(report.count - report.findings.length, 'more thing')}.</p>}
            {report.notes.length > 0 && (
                <Alert variant="light" title="Right, and yet worth a look">
                    <ul>
                        {report.notes.map((note) => (
                            <li key={note}>{note}</li>
                        ))}
                    </ul>
                </Alert>
            )}
        </>
    );
}
