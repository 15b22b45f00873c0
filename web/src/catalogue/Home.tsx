import { Code, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useWho } from '../api/who';
import { SearchIcon } from '../parts/icons';
import { Page } from '../parts/Page';
import { Empty, Failed, More, SignInFirst, Waiting } from '../parts/States';
import { PackageList } from './PackageList';
import { usePackages } from './packages';

const PAUSE_MILLIS = 150;

/** All packages that the viewer may see. */
export function Home() {
    const { filter = '' } = useSearch({ from: '/' });
    const navigate = useNavigate({ from: '/' });
    const [typed, setTyped] = useState(filter);
    const [prefix] = useDebouncedValue(typed.trim().toLowerCase(), PAUSE_MILLIS);
    useEffect(() => {
        void navigate({ search: { filter: prefix === '' ? undefined : prefix }, replace: true });
    }, [navigate, prefix]);
    return (
        <Page title="Packages">
            <TextInput
                label="Filter"
                description="By the beginning of the name: team/ or team/sales"
                leftSection={<SearchIcon size={16} />}
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
                type="search"
                autoComplete="off"
                spellCheck={false}
                maxLength={200}
                className="filter"
            />
            <Found prefix={prefix} />
        </Page>
    );
}

function Found({ prefix }: { prefix: string }) {
    const packages = usePackages(prefix);
    const who = useWho();
    if (packages.isPending || who.isPending) {
        return <Waiting lines={6} />;
    }
    if (packages.error) {
        return <Failed error={packages.error} retry={() => void packages.refetch()} />;
    }
    if (packages.items.length === 0) {
        if (prefix !== '') {
            return (
                <Empty title="No package that you may see begins so">
                    Names begin with their namespace: team/sales, not sales.
                </Empty>
            );
        }
        return who.data ? (
            <Empty title="There is no package that you may see yet">
                Push a folder: <Code>bale push {who.data.name}/NAME ./FOLDER</Code>
            </Empty>
        ) : (
            <SignInFirst />
        );
    }
    return (
        <>
            <PackageList packages={packages.items} />
            <More list={packages} />
        </>
    );
}
