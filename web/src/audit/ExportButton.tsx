import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { DownloadIcon } from '../parts/icons';
import { Failed } from '../parts/States';

/** A button that fetches a whole list as a file. */
export function ExportButton({ label, fetch }: { label: string; fetch: () => Promise<void> }) {
    const getting = useMutation({ mutationFn: fetch });
    return (
        <>
            <Button
                variant="default"
                size="xs"
                leftSection={<DownloadIcon size={16} />}
                loading={getting.isPending}
                onClick={() => getting.mutate()}
            >
                {label}
            </Button>
            {getting.error ? <Failed error={getting.error} form /> : null}
        </>
    );
}
