import { Alert, Button } from '@mantine/core';
import { counted } from '../../parts/format';
import { DownloadIcon } from '../../parts/icons';
import { Failed } from '../../parts/States';
import { Bytes, Count, Name } from '../../parts/Values';
import type { Filters } from './filters';
import { type ExportState, useExport } from './useExport';

/** Saves what the list shows, and all that comes after it, as a file. */
export function useExportBar(filters: Filters) {
    const { state, start, cancel } = useExport(filters);
    const busy = state.step === 'running';
    return {
        buttons: (
            <>
                <Button variant="default" size="xs" disabled={busy} leftSection={<DownloadIcon size={16} />} onClick={() => void start('csv')}>
                    Export CSV
                </Button>
                <Button variant="default" size="xs" disabled={busy} leftSection={<DownloadIcon size={16} />} onClick={() => void start('ndjson')}>
                    Export NDJSON
                </Button>
            </>
        ),
        progress: <ExportProgress state={state} cancel={cancel} />,
    };
}

function ExportProgress({ state, cancel }: { state: ExportState; cancel: () => void }) {
    switch (state.step) {
        case 'none':
            return null;
        case 'running':
            return (
                <div className="card export-now" role="status">
                    <span>
                        Exporting: <Count value={state.copied.lines} /> lines, <Bytes value={state.copied.bytes} />
                    </span>
                    <Button size="xs" variant="default" onClick={cancel}>
                        Cancel the export
                    </Button>
                </div>
            );
        case 'done':
            return state.cut ? (
                <Alert color="red" variant="light" role="alert" title="The export was cut" className="failed">
                    <Name value={state.name} /> has the newest {counted(state.copied.lines, 'line')} and is not all: this browser keeps an export in
                    memory. Narrow it by time, or use bale audit events.
                </Alert>
            ) : (
                <Alert variant="light" role="status" title="Exported" className="failed">
                    <Name value={state.name} />: <Count value={state.copied.lines} /> lines, <Bytes value={state.copied.bytes} />
                </Alert>
            );
        case 'failed':
            return (
                <>
                    {state.copied && (
                        <Alert color="red" variant="light" role="alert" title="The export broke off" className="failed">
                            {counted(state.copied.lines, 'line')} had come. They are not all, and nothing was saved.
                        </Alert>
                    )}
                    <Failed error={state.error} />
                </>
            );
    }
}
