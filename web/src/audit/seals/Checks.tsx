import type { Check } from '../verify/checks';

const WORDS = { right: 'Right', wrong: 'Wrong', unable: 'Not checked' };

/** What was computed, a line each. */
export function Checks({ checks }: { checks: Check[] }) {
    return (
        <ul className="checks">
            {checks.map((check, place) => (
                <li key={`${place} ${check.what}`} data-result={check.result}>
                    <strong className={check.result === 'right' ? 'good' : check.result === 'wrong' ? 'bad' : undefined}>
                        {WORDS[check.result]}
                    </strong>
                    <div>
                        {check.what}
                        <div className="checks-detail">{check.detail}</div>
                    </div>
                </li>
            ))}
        </ul>
    );
}
