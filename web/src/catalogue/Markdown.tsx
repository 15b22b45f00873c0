import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import type { Schemas } from '../api/client';
import { visibleName } from '../parts/format';
import type { PackageName } from './packages';
import { Picture } from './Picture';
import { pictureTargets, targetOf } from './references';

const MOST_PICTURES = 30;

/**
 * Markdown that a stranger wrote. HTML in it is left out, links lead to this version or, by a few schemes, outside. Pictures of the same
 * version are shown, those of elsewhere are named and not loaded: to fetch one would tell its server who reads.
 */
export default function Markdown({
    of,
    version,
    path,
    text,
}: {
    of: PackageName;
    version: Schemas['Version'];
    path: string;
    text: string;
}) {
    const at = version.top_hash;
    // Each is a hand-out: a document that names thousands does not fill the trail.
    const shown = useMemo(() => new Set(pictureTargets(text, path).slice(0, MOST_PICTURES)), [text, path]);
    const components: Components = {
        a: ({ href, children }) => (
            <DocumentLink of={of} at={at} document={path} href={href ?? ''}>
                {children}
            </DocumentLink>
        ),
        img: ({ alt, src }) => {
            const href = typeof src === 'string' ? src : '';
            const link = (why?: string) => (
                <DocumentLink of={of} at={at} document={path} href={href}>
                    [picture{alt ? `: ${visibleName(alt)}` : ''}
                    {why === undefined ? '' : ` (${why})`}]
                </DocumentLink>
            );
            const target = targetOf(href, path);
            return target.kind === 'file' && shown.has(target.path) ? (
                <Picture of={of} version={version} path={target.path} alt={alt ?? ''} instead={link} />
            ) : (
                link()
            );
        },
        // The page has its own first heading.
        h1: ({ children }) => <h2>{children}</h2>,
        h2: ({ children }) => <h3>{children}</h3>,
        h3: ({ children }) => <h4>{children}</h4>,
        h4: ({ children }) => <h5>{children}</h5>,
        h5: ({ children }) => <h6>{children}</h6>,
        pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
        table: ({ children }) => (
            <div className="table-frame" tabIndex={0} role="region" aria-label="Table">
                <table>{children}</table>
            </div>
        ),
        input: ({ checked }) => <span>{checked ? '☑' : '☐'}</span>,
    };
    return (
        <ReactMarkdown
            remarkPlugins={[remarkGfm]}
            components={components}
            skipHtml
            // Each link is judged in DocumentLink, which knows what is relative to what.
            urlTransform={(url) => url}
        >
            {text}
        </ReactMarkdown>
    );
}

function DocumentLink({
    of,
    at,
    document,
    href,
    children,
}: {
    of: PackageName;
    at: string;
    document: string;
    href: string;
    children: ReactNode;
}) {
    const target = targetOf(href, document);
    switch (target.kind) {
        case 'outside':
            return (
                <a href={target.href} rel="noopener noreferrer nofollow" target="_blank">
                    {children}
                </a>
            );
        case 'file':
            return (
                <Link to="/packages/$namespace/$name" params={of} search={{ at, tab: 'files', file: target.path }}>
                    {children}
                </Link>
            );
        case 'folder':
            return (
                <Link to="/packages/$namespace/$name" params={of} search={{ at, tab: 'files', folder: target.path }}>
                    {children}
                </Link>
            );
        case 'nowhere':
            return <span>{children}</span>;
    }
}
