import { useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../api/client';
import { counted, exactCount } from '../parts/format';
import type { PackageName } from './packages';

const WIDTH = 520;
const HEIGHT = 80;
const STEP = 10;
const BAR = 8;
const LEAST_BAR = 2;

/** How often a package was installed, week by week for a year. */
export function Usage({ of }: { of: PackageName }) {
    const usage = useQuery({
        queryKey: ['usage', of.namespace, of.name],
        queryFn: () => ask(api.GET('/v1/packages/{namespace}/{name}/usage', { params: { path: of } })),
        staleTime: 60_000,
        retry: false,
    });
    if (!usage.data) {
        return null;
    }
    const installs = usage.data.weeks.reduce((sum, week) => sum + week.installs, 0);
    return (
        <figure className="usage">
            <figcaption>
                {installs === 0
                    ? 'Not installed in the last 52 weeks'
                    : `${counted(installs, 'install')} by ${counted(usage.data.people, 'person', 'people')} in the last 52 weeks`}
            </figcaption>
            {installs > 0 && <Bars weeks={usage.data.weeks} />}
            {installs > 0 && <WeekTable weeks={usage.data.weeks} />}
        </figure>
    );
}

function Bars({ weeks }: { weeks: Schemas['UsageWeek'][] }) {
    const most = Math.max(1, ...weeks.map((week) => week.installs));
    return (
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
            <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} className="usage-ground" />
            {weeks.map((week, index) => {
                const height = week.installs === 0 ? 0 : Math.max(LEAST_BAR, (week.installs / most) * HEIGHT);
                return (
                    <g key={week.week}>
                        <title>{`Week of ${week.week}: ${counted(week.installs, 'install')}, ${counted(week.people, 'person', 'people')}`}</title>
                        <rect x={index * STEP} y={0} width={STEP} height={HEIGHT} className="usage-space" />
                        <rect x={index * STEP + 1} y={HEIGHT - height} width={BAR} height={height} className="usage-bar" />
                    </g>
                );
            })}
        </svg>
    );
}

/** The same in words, for whoever does not see the bars; weeks without an install are left out. */
function WeekTable({ weeks }: { weeks: Schemas['UsageWeek'][] }) {
    return (
        <table className="unseen">
            <caption>Installs by week</caption>
            <thead>
                <tr>
                    <th scope="col">Week of</th>
                    <th scope="col">Installs</th>
                    <th scope="col">People</th>
                </tr>
            </thead>
            <tbody>
                {weeks
                    .filter((week) => week.installs > 0)
                    .map((week) => (
                        <tr key={week.week}>
                            <th scope="row">{week.week}</th>
                            <td>{exactCount(week.installs)}</td>
                            <td>{exactCount(week.people)}</td>
                        </tr>
                    ))}
            </tbody>
        </table>
    );
}
