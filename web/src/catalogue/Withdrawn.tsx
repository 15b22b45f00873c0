import { Alert } from '@mantine/core';
import { Name } from '../parts/Values';

/** That something is not handed out any more, and why. */
export function Withdrawn({ what, withdrawn }: { what: string; withdrawn: { reason: string; ticket: string } }) {
    return (
        <Alert color="red" variant="light" title={`${what} was withdrawn`} mb="md">
            <Name value={withdrawn.reason} /> (<Name value={withdrawn.ticket} />
            ). Nobody is handed it any more; who has a copy is asked to delete it.
        </Alert>
    );
}
