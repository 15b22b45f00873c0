import { localTime, visibleName } from '../../parts/format';
import { FILTERS, type FilterName, type Filters, kindsOf } from './filters';
import { kindName } from './kinds';

const NAMES: Record<FilterName, string> = {
    principal: 'Who',
    package: 'Package',
    version: 'Version',
    fragment: 'Fragment',
    kind: 'Kind',
    outcome: 'Outcome',
    address: 'From',
    grant: 'Grant',
    request: 'Request',
    since: 'Since',
    until: 'Until',
};

function valueOf(name: FilterName, value: string): string {
    switch (name) {
        case 'kind':
            return kindName(value);
        case 'since':
        case 'until': {
            const at = new Date(value);
            return Number.isNaN(at.getTime()) ? visibleName(value) : localTime(at);
        }
        case 'fragment':
            return `${value.replace('sha256:', '').slice(0, 12)}…`;
        default:
            return visibleName(value);
    }
}

/** The filters that are in force, each with the way to remove it. */
export function Chips({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
    const active = FILTERS.flatMap((name): { name: FilterName; value: string }[] =>
        name === 'kind'
            ? kindsOf(filters).map((kind) => ({ name, value: kind }))
            : filters[name] === undefined
              ? []
              : [{ name, value: filters[name] }],
    );
    if (active.length === 0) {
        return null;
    }
    const without = (name: FilterName, value: string): Filters => {
        const kinds = kindsOf(filters).filter((kind) => kind !== value);
        return name === 'kind'
            ? { ...filters, kind: kinds.length === 0 ? undefined : kinds.join(',') }
            : // A version is one of a package.
              { ...filters, [name]: undefined, ...(name === 'package' ? { version: undefined } : {}) };
    };
    return (
        <ul className="chips" aria-label="Active filters">
            {active.map(({ name, value }) => (
                <li key={`${name} ${value}`}>
                    <button
                        type="button"
                        className="chip"
                        title={value}
                        aria-label={`Remove the filter ${NAMES[name]}: ${valueOf(name, value)}`}
                        onClick={() => onChange(without(name, value))}
                    >
                        {NAMES[name]}: <bdi>{valueOf(name, value)}</bdi> <span aria-hidden="true">×</span>
                    </button>
                </li>
            ))}
            <li>
                <button type="button" className="chip plain" onClick={() => onChange({})}>
                    Remove all filters
                </button>
            </li>
        </ul>
    );
}
