import { Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

/** A page: its title, what stands beside it, and the rest. */
export function Page({
    title,
    heading,
    aside,
    lead,
    children,
}: {
    title: string;
    heading?: ReactNode;
    aside?: ReactNode;
    lead?: ReactNode;
    children: ReactNode;
}) {
    useEffect(() => {
        document.title = `${title} · Bale`;
    }, [title]);
    return (
        <>
            <div className="page-head">
                <Title order={1} size="h2">
                    {heading ?? title}
                </Title>
                {aside}
            </div>
            {lead && (
                <Text c="dimmed" className="page-lead" component="div">
                    {lead}
                </Text>
            )}
            {children}
        </>
    );
}
