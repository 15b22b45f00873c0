import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert } from '@mantine/core';
import { api, ask, type Schemas } from '../api/client';
import { UrlsExpire } from '../parts/UrlsExpire';
import { durationText } from './hashing';
import { useNow } from './useNow';
import type { Withdrawal } from './withdrawal';

/** Until when URLs of it may work that were handed out before, counting down. */
export function WithdrawUrls({ of }: { of: Withdrawal }) {
    const made = useQueryClient().getQueryData<Schemas['Withdrawn']>(['withdrawal-made', of.withdrawal]);
    const registry = useQuery({ queryKey: ['registry'], queryFn: () => ask(api.GET('/v1')), staleTime: Number.POSITIVE_INFINITY });
    const ttl = registry.data?.limits.url_ttl_seconds;
    // Whoever withdrew it was told exactly; for everybody else no URL lives longer than this.
    const latest = ttl === undefined ? undefined : new Date(Date.parse(of.made_at) + ttl * 1_000).toISOString();
    const until = made === undefined ? latest : made.urls_expire_at;
    if (made !== undefined && until === undefined) {
        return (
            <Alert color="gray" variant="light" mb="md">
                No URL of it was alive when it was withdrawn; no new ones are signed.
            </Alert>
        );
    }
    return until === undefined ? null : <Counting until={until} />;
}

function Counting({ until }: { until: string }) {
    const end = Date.parse(until);
    const left = end - useNow(end);
    return left > 0 ? (
        <Alert color="orange" variant="light" mb="md">
            <UrlsExpire at={until} />{' '}
            <span role="timer" className="counting">
                {durationText(left / 1_000)} left.
            </span>
        </Alert>
    ) : (
        <Alert color="gray" variant="light" mb="md">
            All URLs that were handed out before the withdrawal are dead; no new ones are signed.
        </Alert>
    );
}
