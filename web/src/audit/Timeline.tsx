import { exactTime, localTime, visibleName } from '../parts/format';
import type { Person } from './people';
import { bucketsOf, percentOf, type Span, spanOf, tickText, ticksOf } from './timeline';

const MARKS = 6;
const PARTS = 60;
/** From there on a text has no room at the right of its mark. */
const LATE = 88;
/** From so many people on they are also counted over time, because no screen shows all their lines at once. */
const MANY = 13;
/** A person's versions that are marked. */
const VERSIONS = 20;

/** When each person was handed it: first to last, and each version at its time. Whoever came first stands on top. */
export function Timeline({ people }: { people: Person[] }) {
    const rows = people.toSorted((one, other) => Date.parse(one.first_at) - Date.parse(other.first_at));
    const span = spanOf(rows.flatMap((person) => [Date.parse(person.first_at), Date.parse(person.last_at)]));
    const first = rows[0];
    if (first === undefined) {
        return null;
    }
    const moment = rows.every((person) => person.first_at === first.first_at && person.last_at === first.first_at);
    return (
        <figure className="timeline" aria-label="Hand-outs over time">
            {rows.length >= MANY && <Counts people={rows} span={span} />}
            <div className="timeline-row timeline-axis" aria-hidden="true">
                <span />
                <Axis span={span} />
            </div>
            <ol className="timeline-rows" tabIndex={0} aria-label="People, by when they were first handed it">
                {rows.map((person) => (
                    <Row key={person.account ?? ''} person={person} span={span} />
                ))}
            </ol>
            <figcaption>
                {moment ? `All at one moment: ${localTime(new Date(first.first_at))}` : 'A bar is from the first hand-out to the last, a point is a version. '}
                <span className="timeline-legend alive">may still read it</span>
                <span className="timeline-legend">may not</span>
            </figcaption>
        </figure>
    );
}

function Axis({ span }: { span: Span }) {
    return (
        <span className="timeline-track">
            {ticksOf(span, MARKS).map((tick) => (
                <span
                    key={tick}
                    className={percentOf(tick, span) > LATE ? 'timeline-tick late' : 'timeline-tick'}
                    style={{ left: `${percentOf(tick, span)}%` }}
                >
                    {tickText(tick, span)}
                </span>
            ))}
        </span>
    );
}

function Row({ person, span }: { person: Person; span: Span }) {
    const start = percentOf(Date.parse(person.first_at), span);
    const end = percentOf(Date.parse(person.last_at), span);
    const name = visibleName(person.account ?? 'not signed in');
    const reads = person.may_read.length > 0;
    const from = exactTime(new Date(person.first_at));
    const to = exactTime(new Date(person.last_at));
    const words = `${person.first_at === person.last_at ? `at ${from}` : `${from} to ${to}`}, ${reads ? 'may still read it' : 'may not read it any more'}`;
    return (
        <li className="timeline-row" title={`${name}: ${words}`}>
            <bdi className="timeline-name">{name}</bdi>
            <span className="unseen">{words}</span>
            <span className={reads ? 'timeline-track alive' : 'timeline-track'} aria-hidden="true">
                <span className="timeline-bar" style={{ left: `${start}%`, width: `${end - start}%` }} />
                {[...new Set(person.versions.slice(0, VERSIONS).flatMap((version) => [version.first_at, version.last_at]))]
                    .concat(person.first_at, person.last_at)
                    .map((at) => (
                        <span key={at} className="timeline-point" style={{ left: `${percentOf(Date.parse(at), span)}%` }} />
                    ))}
            </span>
        </li>
    );
}

/** How many people were handed it for the first time, over time. */
function Counts({ people, span }: { people: Person[]; span: Span }) {
    const counts = bucketsOf(
        people.map((person) => Date.parse(person.first_at)),
        span,
        PARTS,
    );
    const most = counts.reduce((highest, count) => Math.max(highest, count), 1);
    return (
        <div className="timeline-row">
            <span className="timeline-name">first handed</span>
            <svg
                className="timeline-counts"
                viewBox={`0 0 ${PARTS} 10`}
                preserveAspectRatio="none"
                role="img"
                aria-label={`How many of ${people.length} people were first handed it when; at most ${most} at a time`}
            >
                {counts.map((count, part) => (
                    <rect key={part} x={part + 0.1} width={0.8} y={10 - (10 * count) / most} height={(10 * count) / most} />
                ))}
            </svg>
        </div>
    );
}
