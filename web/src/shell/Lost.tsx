import { Anchor, Button } from '@mantine/core';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
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

/** A page broke: the others still work. */
export function Broken({ error, reset }: ErrorComponentProps) {
    return (
        <Page title="This page broke">
            <Failed error={error} />
            <Button variant="default" mt="md" onClick={reset}>
                Show it again
            </Button>
        </Page>
    );
}
