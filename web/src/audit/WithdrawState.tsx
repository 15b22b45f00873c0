import { Badge } from '@mantine/core';
import { type State, stateOf, type Withdrawal } from './withdrawal';

const COLOURS: Record<State, string> = {
    'in force': 'red',
    lifted: 'gray',
    'deletion asked for': 'red',
    'deletion waits': 'red',
    'deletion is due': 'red',
    'being deleted': 'red',
    deleted: 'gray',
};

/** How far a withdrawal is, in a word or three. */
export function WithdrawState({ of }: { of: Withdrawal }) {
    const state = stateOf(of, Date.now());
    return (
        <Badge variant="light" color={COLOURS[state]} tt="none">
            {state}
        </Badge>
    );
}
