import { ActionIcon, Button, Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Link, Outlet } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { onSessionChange, sessionWasLost, signInAddress } from '../api/session';
import { useWho } from '../api/who';
import { RecallNotice } from '../audit/RecallNotice';
import { DownIcon, MoonIcon, SunIcon } from '../parts/icons';
import { Mark } from './Mark';

/** What surrounds every page: where to go, and who is signed in. */
export function Shell() {
    const who = useWho().data;
    return (
        <>
            <a className="skip" href="#content">
                Skip to the content
            </a>
            <header className="shell-head">
                <Link to="/" className="mark" aria-label="Bale, all packages">
                    <Mark />
                    Bale
                </Link>
                <nav aria-label="Main" className="shell-nav">
                    <Link to="/" activeOptions={{ exact: true }}>
                        Packages
                    </Link>
                    {who && <Link to="/teams">Teams</Link>}
                    {(who?.auditor || who?.admin) && <Link to="/audit">Audit</Link>}
                    {who?.admin && <Link to="/admin">Administration</Link>}
                </nav>
                <div className="shell-who">
                    <Scheme />
                    <Who />
                </div>
            </header>
            <RecallNotice />
            <main id="content" tabIndex={-1}>
                <Outlet />
            </main>
        </>
    );
}

function Scheme() {
    // To hold transitions back the library would write a style element.
    const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
    const dark = useComputedColorScheme('light') === 'dark';
    return (
        <ActionIcon
            variant="subtle"
            size="lg"
            aria-label={dark ? 'Use light colours' : 'Use dark colours'}
            onClick={() => setColorScheme(dark ? 'light' : 'dark')}
        >
            {dark ? <SunIcon size={20} /> : <MoonIcon size={20} />}
        </ActionIcon>
    );
}

function Who() {
    const who = useWho();
    const lost = useSyncExternalStore(onSessionChange, sessionWasLost);
    if (who.isPending) {
        return null;
    }
    if (!who.data || lost) {
        return (
            <Button component="a" href={signInAddress()} size="xs">
                {lost ? 'Sign in again' : 'Sign in'}
            </Button>
        );
    }
    return (
        <Menu position="bottom-end" withinPortal>
            <Menu.Target>
                <Button variant="default" size="xs" rightSection={<DownIcon size={14} />}>
                    <span className="who-name">{who.data.name}</span>
                </Button>
            </Menu.Target>
            <Menu.Dropdown>
                <Menu.Item component={Link} to="/settings/tokens">
                    Tokens
                </Menu.Item>
                <Menu.Item component={Link} to="/settings/sessions">
                    Sessions
                </Menu.Item>
                <Menu.Item component={Link} to="/recalls">
                    What you should delete
                </Menu.Item>
                <Menu.Divider />
                {/* Its button ends the session at the identity provider, too. */}
                <Menu.Item component="a" href="/sign-in">
                    Sign out…
                </Menu.Item>
            </Menu.Dropdown>
        </Menu>
    );
}
