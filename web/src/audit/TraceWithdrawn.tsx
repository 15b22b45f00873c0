import { Alert, Anchor } from '@mantine/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, ask, type Schemas } from '../api/client';
import { Failed } from '../parts/States';
import { Name, Time } from '../parts/Values';
import { ONCE } from './once';

type Withdrawal = Schemas['Withdrawal'];

/** The withdrawals in force that cover some bytes, by themselves or with a version that has them. */
export function useCovering(sha256: string) {
    return useQuery({
        queryKey: ['withdrawals', 'covering', sha256],
        queryFn: async () => (await ask(api.GET('/v1/withdrawals', { params: { query: { sha256 } } }))).withdrawals,
        ...ONCE,
    });
}

/** That what is traced was withdrawn already. */
export function TraceWithdrawn({ covering }: { covering: UseQueryResult<Withdrawal[]> }) {
    if (covering.error) {
        return <Failed error={covering.error} retry={() => void covering.refetch()} />;
    }
    const bytes = covering.data?.filter((withdrawal) => withdrawal.kind !== 'version') ?? [];
    if (bytes.length === 0) {
        return null;
    }
    return (
        <Alert color="red" variant="light" mb="md" title="These bytes are withdrawn: no URL is signed for them">
            <ul className="plain">
                {bytes.map((withdrawal) => (
                    <li key={withdrawal.withdrawal}>
                        <Anchor component={Link} to={`/audit/withdrawals/${withdrawal.withdrawal}`} size="sm">
                            Withdrawal {withdrawal.withdrawal}
                        </Anchor>
                        , <Time value={withdrawal.made_at} />: <Name value={withdrawal.reason} /> (<Name value={withdrawal.ticket} />)
                    </li>
                ))}
            </ul>
        </Alert>
    );
}

/** Which withdrawal covers the version of a place as a whole. */
export function coveringVersion(covering: Withdrawal[], inPackage: string, topHash: string): Withdrawal | undefined {
    return covering.find(
        (withdrawal) => withdrawal.kind === 'version' && withdrawal.package === inPackage && withdrawal.version === topHash,
    );
}
