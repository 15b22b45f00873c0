import { Alert, Button, Code, NativeSelect } from '@mantine/core';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schemas } from '../api/client';
import { useWho } from '../api/who';
import type { PackageSearch } from './routes';
import { CopyLine } from '../parts/CopyLine';
import { Page } from '../parts/Page';
import { Empty, Failed, Waiting } from '../parts/States';
import { Bytes, Count, Hash, Time } from '../parts/Values';
import { shortHash } from '../parts/format';
import './catalogue.css';
import { AccessTab } from './AccessTab';
import { Description } from './Description';
import { Files } from './Files';
import { type PackageName, usePackage, useVersion } from './packages';
import { Readme } from './Readme';
import { installLine } from './references';
import { Usage } from './Usage';
import { useTags, VersionsTab } from './VersionsTab';
import { Withdrawn } from './Withdrawn';

const NEWEST = 'latest';

/** One package, and one version of it. */
export function PackagePage() {
    const of: PackageName = useParams({ from: '/packages/$namespace/$name' });
    const search = useSearch({ from: '/packages/$namespace/$name' });
    const details = usePackage(of);
    const empty = details.data !== undefined && details.data.latest === undefined;
    const version = useVersion(of, search.at ?? NEWEST, details.data !== undefined && !empty);
    return (
        <Page
            title={`${of.namespace}/${of.name}`}
            heading={
                <>
                    <Link to="/namespaces/$namespace" params={{ namespace: of.namespace }} className="quiet-link">
                        {of.namespace}
                    </Link>
                    <span className="slash">/</span>
                    {of.name}
                </>
            }
            aside={version.data && <VersionChoice of={of} version={version.data} search={search} />}
            lead={
                details.data && (details.data.description !== undefined || details.data.publish) ? (
                    <Description key={`${of.namespace}/${of.name}`} of={of} details={details.data} />
                ) : undefined
            }
        >
            {details.isPending ? <Waiting lines={6} /> : null}
            {details.error ? <Failed error={details.error} retry={() => void details.refetch()} /> : null}
            {empty ? (
                <Empty title="Nothing was pushed yet">
                    Push a folder: <Code>{`bale push ${of.namespace}/${of.name} ./FOLDER`}</Code>
                </Empty>
            ) : null}
            {version.error ? (
                <>
                    <Failed error={version.error} retry={() => void version.refetch()} />
                    {search.at !== undefined && (
                        <Button component={Link} to="." variant="default" mt="md">
                            Show the newest version
                        </Button>
                    )}
                </>
            ) : null}
            {version.data && !version.error ? <OneVersion of={of} version={version.data} search={search} /> : null}
        </Page>
    );
}

function OneVersion({ of, version, search }: { of: PackageName; version: Schemas['Version']; search: PackageSearch }) {
    const who = useWho().data;
    const newest = usePackage(of).data?.latest?.top_hash === version.top_hash;
    return (
        <>
            {!newest && (
                <Alert variant="light" color="yellow" title="This is not the newest version" mb="md">
                    <Link to="/packages/$namespace/$name" params={of} search={{ tab: search.tab }}>
                        Go to the newest
                    </Link>
                </Alert>
            )}
            {version.view && (
                <Alert variant="light" title="You may read some paths of this package" mb="md">
                    All counts and sums are of {version.view.paths.map((path) => path || 'everything').join(', ')}.
                </Alert>
            )}
            {version.withdrawn
                ?.filter((each) => each.path === undefined)
                .map((each) => <Withdrawn key={each.ticket} what="This version" withdrawn={each} />)}
            <div className="package">
                <aside aria-label="About this version">
                    <CopyLine line={installLine(of)} label="Install the newest version" />
                    <CopyLine line={installLine(of, version.top_hash)} label="Install exactly this version, for ever" />
                    {search.tab === 'files' && search.file === undefined && search.folder !== undefined && (
                        <CopyLine line={installLine(of, version.top_hash, search.folder)} label="Install this folder of it" />
                    )}
                    <dl className="facts">
                        <dt>Version</dt>
                        <dd>
                            <Hash value={version.top_hash} />
                        </dd>
                        <dt>Pushed</dt>
                        <dd>
                            <Time value={version.at} />
                        </dd>
                        <dt>Files</dt>
                        <dd>
                            <Count value={version.entries} />
                        </dd>
                        <dt>Size</dt>
                        <dd>
                            <Bytes value={version.bytes} />
                        </dd>
                        {version.tags.length > 0 && (
                            <>
                                <dt>Tags</dt>
                                <dd>{version.tags.join(', ')}</dd>
                            </>
                        )}
                    </dl>
                    {!version.view && <Usage of={of} />}
                    {(who?.admin || who?.auditor) && (
                        <p>
                            <a href={`/audit/packages/${of.namespace}/${of.name}`}>Activity</a>
                        </p>
                    )}
                </aside>
                <div className="package-main">
                    <nav className="tabs" aria-label="Of this package">
                        <Tab of={of} at={search.at} current={search.tab}>
                            Overview
                        </Tab>
                        <Tab of={of} at={search.at} current={search.tab} tab="files">
                            Files
                        </Tab>
                        <Tab of={of} at={search.at} current={search.tab} tab="versions">
                            Versions
                        </Tab>
                        <Tab of={of} at={search.at} current={search.tab} tab="access">
                            Access
                        </Tab>
                    </nav>
                    {search.tab === undefined && <Readme of={of} version={version} />}
                    {search.tab === 'files' && (
                        <Files of={of} version={version} at={search.at} folder={search.folder ?? ''} file={search.file} />
                    )}
                    {search.tab === 'versions' && <VersionsTab of={of} current={version.top_hash} />}
                    {search.tab === 'access' && <AccessTab of={of} />}
                </div>
            </div>
        </>
    );
}

function Tab({
    of,
    at,
    current,
    tab,
    children,
}: {
    of: PackageName;
    at?: string;
    current: PackageSearch['tab'];
    tab?: PackageSearch['tab'];
    children: ReactNode;
}) {
    return (
        <Link
            to="/packages/$namespace/$name"
            params={of}
            search={{ at, tab }}
            activeProps={{}}
            className="tab"
            data-current={current === tab || undefined}
            aria-current={current === tab ? 'page' : undefined}
        >
            {children}
        </Link>
    );
}

/** The tags; and the version that is shown, where none names it. */
function VersionChoice({ of, version, search }: { of: PackageName; version: Schemas['Version']; search: PackageSearch }) {
    const navigate = useNavigate();
    const tags = useTags(of).items.map((tag) => tag.tag);
    const shown = search.at ?? NEWEST;
    const options = tags.includes(shown) ? tags : [...tags, shown];
    return (
        <NativeSelect
            aria-label="Version"
            size="sm"
            value={shown}
            data={options.map((each) => ({ value: each, label: each.startsWith('sha256:') ? shortHash(each) : each }))}
            title={version.top_hash}
            onChange={(event) => {
                const at = event.currentTarget.value;
                void navigate({
                    to: '/packages/$namespace/$name',
                    params: of,
                    search: { ...search, at: at === NEWEST ? undefined : at },
                });
            }}
        />
    );
}
