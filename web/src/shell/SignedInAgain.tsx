import { useEffect } from 'react';
import { Page } from '../parts/Page';
import { Empty } from '../parts/States';

/** Where a sign-in ends that was begun from a form in another window. */
export function SignedInAgain() {
    useEffect(() => {
        window.close();
    }, []);
    return (
        <Page title="Signed in">
            <Empty title="You are signed in again">Close this window and go on where you were: what you typed is still there.</Empty>
        </Page>
    );
}
