import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import type { PackageName } from './packages';
import { targetOf } from './references';

/**
 * Markdown that a stranger wrote. HTML in it is left out, links lead to this version or, by a few schemes, outside, and pictures are
 * named and not loaded: to fetch one would tell its server who reads.
 */
export default function Markdown({ of, at, path, text }: { of: PackageName; at: string; path: string; text: string }) {
    const components: Components = {
        a: ({ href, children }) => (
            <DocumentLink of={of} at={at} document={path} href={href ?? ''}>
                {children}
            </DocumentLink>
        ),
        img: ({ alt, src }) => (
            <DocumentLink of={of} at={at} document={path} href={typeof src === 'string' ? src : ''}>
                [picture{alt ? `: ${alt}` : ''}]
            </DocumentLink>
        ),
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
