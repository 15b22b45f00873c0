import { Code, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useWho } from '../api/who';
import { SearchIcon } from '../parts/icons';
import { Page } from '../parts/Page';
import { Empty, Failed, More, SignInFirst, Waiting } from '../parts/States';
import './catalogue.css';
import { PackageList } from './PackageList';
import { usePackages } from './packages';
import type { HomeSearch } from './routes';

const PAUSE_MILLIS = 150;
/** The registry looks at 20,000 packages in one answer: so many answers are awaited before somebody is asked whether to go on. */
const MOST_LOOKS = 10;
const ENOUGH = 20;

/** All packages that the viewer may see. */
export function Home() {
    const { filter = '', list } = useSearch({ from: '/' });
    const navigate = useNavigate({ from: '/' });
    const [typed, setTyped] = useState(filter);
    const [wanted] = useDebouncedValue(typed.trim(), PAUSE_MILLIS);
    const signedIn = Boolean(useWho().data);
    useEffect(() => {
        void navigate({ search: (before) => ({ ...before, filter: wanted === '' ? undefined : wanted }), replace: true });
    }, [navigate, wanted]);
    return (
        <Page title="Packages">
            <TextInput
                label="Filter"
                description="By a part of the name or of the description"
                leftSection={<SearchIcon size={16} />}
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
                type="search"
                autoComplete="off"
                spellCheck={false}
                maxLength={200}
                className="filter"
            />
            <nav className="tabs" aria-label="Lists of packages">
                <ListTab current={list}>Recently pushed</ListTab>
                <ListTab current={list} list="name">
                    By name
                </ListTab>
                {signedIn && (
                    <ListTab current={list} list="mine">
                        Mine
                    </ListTab>
                )}
            </nav>
            <Found key={list} filter={filter} list={list} />
        </Page>
    );
}

function ListTab({ current, list, children }: { current: HomeSearch['list']; list?: HomeSearch['list']; children: string }) {
    return (
        <Link
            to="/"
            search={(before) => ({ ...before, list })}
            activeProps={{}}
            className="tab"
            data-current={current === list || undefined}
            aria-current={current === list ? 'page' : undefined}
        >
            {children}
        </Link>
    );
}

function Found({ filter, list }: { filter: string; list: HomeSearch['list'] }) {
    const packages = usePackages({
        filter: filter === '' ? undefined : filter,
        order: list === 'name' ? 'name' : 'recent',
        mine: list === 'mine' ? true : undefined,
    });
    const { hasNextPage, isFetchingNextPage, fetchNextPage, items } = packages;
    const looks = packages.data?.pages.length ?? 0;
    const goesOn = filter !== '' && hasNextPage && items.length < ENOUGH && looks < MOST_LOOKS;
    useEffect(() => {
        if (goesOn && !isFetchingNextPage) {
            void fetchNextPage();
        }
    }, [goesOn, isFetchingNextPage, fetchNextPage]);
    if (packages.isPending || (items.length === 0 && goesOn)) {
        return <Waiting lines={6} />;
    }
    if (packages.error) {
        return <Failed error={packages.error} retry={() => void packages.refetch()} />;
    }
    return (
        <>
            {items.length > 0 ? <PackageList packages={items} /> : <NothingFound filter={filter} list={list} />}
            <More list={packages} />
        </>
    );
}

function NothingFound({ filter, list }: { filter: string; list: HomeSearch['list'] }) {
    const who = useWho();
    if (who.isPending) {
        return <Waiting />;
    }
    if (!who.data) {
        return <SignInFirst />;
    }
    if (filter !== '') {
        return (
            <Empty title="Nothing that you may see has this in its name or description">
                {list === 'mine' ? 'Look among all packages, or try a shorter word.' : 'Try a shorter word.'}
            </Empty>
        );
    }
    if (list === 'mine') {
        return (
            <Empty title="Nothing is in your namespaces or those of your teams yet">
                Push a folder: <Code>{`bale push ${who.data.name}/NAME ./FOLDER`}</Code>
            </Empty>
        );
    }
    return (
        <Empty title="There is no package that you may see yet">
            Push a folder: <Code>{`bale push ${who.data.name}/NAME ./FOLDER`}</Code>, or ask somebody for access.
        </Empty>
    );
}
