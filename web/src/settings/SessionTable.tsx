import { Badge, Button } from '@mantine/core';
import type { Schemas } from '../api/client';
import { DataTable } from '../parts/DataTable';
import { Name, None, Time } from '../parts/Values';

type Live = Schemas['LiveSession'];

const KINDS = { local: 'by name and secret', browser: 'browser', device: 'program', exchange: 'workload' };

/** Where somebody is signed in; with `end` a button for each but the one that asks. */
export function SessionTable({ sessions, end, ending }: { sessions: Live[]; end?: (id: string) => void; ending?: string }) {
    return (
        <DataTable
            caption="Sessions"
            rows={sessions}
            keyOf={(session) => session.id}
            columns={[
                { name: 'What', header: true, of: (session) => <Name value={session.client} /> },
                { name: 'Kind', of: (session) => KINDS[session.kind] },
                { name: 'From', of: (session) => session.address ?? <None>unknown</None> },
                { name: 'Signed in', of: (session) => <Time value={session.created_at} /> },
                { name: 'Last used', of: (session) => <Time value={session.last_used_at} /> },
                { name: 'Until', of: (session) => <Time value={session.expires_at} long /> },
                ...(end === undefined
                    ? []
                    : [
                          {
                              name: 'End it',
                              of: (session: Live) =>
                                  session.current ? (
                                      <Badge variant="light" tt="none">
                                          this one
                                      </Badge>
                                  ) : (
                                      <Button
                                          size="compact-sm"
                                          variant="default"
                                          aria-label={`End the session of ${session.client}`}
                                          loading={ending === session.id}
                                          onClick={() => end(session.id)}
                                      >
                                          End
                                      </Button>
                                  ),
                          },
                      ]),
            ]}
        />
    );
}
