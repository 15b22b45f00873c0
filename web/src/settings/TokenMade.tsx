import { Alert, Text } from '@mantine/core';
import type { Schemas } from '../api/client';
import { CopyLine } from '../parts/CopyLine';
import { Name } from '../parts/Values';

/** The text of a new token, which is in one answer and nowhere else. */
export function TokenMade({ made }: { made: Schemas['MadeToken'] }) {
    return (
        <Alert
            color="yellow"
            variant="light"
            title={
                <>
                    The token <Name value={made.name} /> is shown this once
                </>
            }
            mb="md"
            role="status"
        >
            <Text size="sm" mb="xs">
                Keep it where secrets are kept; nobody can read it here again. Programs take it from BALE_TOKEN.
            </Text>
            <CopyLine line={made.token} label="The token" />
        </Alert>
    );
}
