import '@mantine/core/styles.css';
import 'virtual:theme.css';
import './pages.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api/client';
import { onSessionChange, sessionWasLost } from './api/session';
import { makeRouter } from './router';
import { theme } from './theme';

const MOST_TRIES = 2;

const queries = new QueryClient({
    defaultOptions: {
        queries: {
            staleTime: 15_000,
            // What was refused stays refused; what did not answer may answer the next time.
            retry: (failures, error) => failures < MOST_TRIES && (!(error instanceof ApiProblem) || error.status >= 500),
        },
    },
});
onSessionChange(() => {
    // Back, perhaps as somebody else.
    if (!sessionWasLost()) {
        void queries.invalidateQueries();
    }
});
const router = makeRouter(queries);
const root = document.getElementById('root');

if (root) {
    createRoot(root).render(
        <StrictMode>
            {/* Both kinds of style element stay out: the Content-Security-Policy allows none. The theme's is made by the build. */}
            <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
                <QueryClientProvider client={queries}>
                    <RouterProvider router={router} />
                </QueryClientProvider>
            </MantineProvider>
        </StrictMode>,
    );
}
