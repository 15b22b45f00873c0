import { exactTime, localTime } from '../parts/format';
import type { Person } from './TraceResult';

const WIDTH = 1_000;
const ROW = 26;
const NAMES = 190;
const MOST = 30;
const LEAST_MARK = 5;

/** When each person was handed it, from the first time to the last. The table beside it says the same in words. */
export function Timeline({ people }: { people: Person[] }) {
    const shown = people.slice(0, MOST);
    const times = shown.flatMap((person) => [Date.parse(person.first_at), Date.parse(person.last_at)]);
    const from = Math.min(...times);
    const to = Math.max(...times, from + 1);
    const place = (at: string) => NAMES + ((Date.parse(at) - from) / (to - from)) * (WIDTH - NAMES - LEAST_MARK);
    return (
        <figure className="timeline">
            <svg
                viewBox={`0 0 ${WIDTH} ${shown.length * ROW}`}
                role="img"
                aria-label={`Hand-outs of ${shown.length} people from ${localTime(new Date(from))} to ${localTime(new Date(to))}`}
            >
                {shown.map((person, row) => {
                    const start = place(person.first_at);
                    const end = place(person.last_at);
                    return (
                        <g key={person.account ?? 'public'} transform={`translate(0 ${row * ROW})`}>
                            <title>{`${person.account ?? 'not signed in'}: ${exactTime(new Date(person.first_at))} to ${exactTime(new Date(person.last_at))}`}</title>
                            <text x={NAMES - 12} y={ROW * 0.66} textAnchor="end" className="timeline-name">
                                {shortName(person.account ?? 'not signed in')}
                            </text>
                            <line x1={NAMES} x2={WIDTH} y1={ROW / 2} y2={ROW / 2} className="timeline-line" />
                            <rect
                                x={start}
                                y={ROW / 2 - 5}
                                width={Math.max(LEAST_MARK, end - start)}
                                height={10}
                                rx={3}
                                className={person.may_read.length > 0 ? 'timeline-mark alive' : 'timeline-mark'}
                            />
                        </g>
                    );
                })}
            </svg>
            <figcaption>
                <span>{localTime(new Date(from))}</span>
                <span>
                    {people.length > MOST ? `the first ${MOST} people; ` : ''}red: may still read it
                </span>
                <span>{localTime(new Date(to))}</span>
            </figcaption>
        </figure>
    );
}

function shortName(name: string): string {
    return name.length > 22 ? `${name.slice(0, 21)}…` : name;
}
