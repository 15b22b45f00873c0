import { ActionIcon, CopyButton } from '@mantine/core';
import { visibleName } from './format';
import { CheckIcon, CopyIcon } from './icons';

/** A line to paste into a terminal. */
export function CopyLine({ line, label }: { line: string; label: string }) {
    return (
        <div className="copy">
            <span className="copy-label">{label}</span>
            <div className="copy-line">
                {/* As it is seen: what would turn the line around is written out. Copied is the line itself. */}
                <code dir="ltr">{visibleName(line)}</code>
                <CopyButton value={line} timeout={2_000}>
                    {({ copied, copy }) => (
                        <>
                            <ActionIcon variant="subtle" onClick={copy} aria-label={`Copy: ${label}`}>
                                {copied ? <CheckIcon size={18} /> : <CopyIcon size={18} />}
                            </ActionIcon>
                            <span className="unseen" role="status">
                                {copied ? 'Copied' : ''}
                            </span>
                        </>
                    )}
                </CopyButton>
            </div>
        </div>
    );
}
