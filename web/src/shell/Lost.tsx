import { Anchor } from '@mantine/core';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { Page } from '../parts/Page';
import { Empty, Failed } from '../parts/States';

/** No page has this address. */
export function NotFound() {
    return (
        <Page title="There is no such page">
            <Empty title="Nothing is at this address">
                <Anchor component={Link} to="/">
                    See all packages
                </Anchor>
            </Empty>
        </Page>
    );
}

/** A page broke, or could not be fetched: the others still work. */
export function Broken({ error, reset }: ErrorComponentProps) {
    const router = useRouter();
    const again = () => {
        void router.invalidate().finally(reset);
    };
    const away = error instanceof TypeError;
    return (
        <Page title={away ? 'No answer' : 'This page broke'}>
            <Failed error={error} retry={again} />
        </Page>
    );
}
