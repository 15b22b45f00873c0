import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { colours, theme } from './src/theme.ts';

/** Where `npm run dev` finds a registry. */
const registry = process.env.BALE_REGISTRY ?? 'http://127.0.0.1:8480';
/** What the registry answers itself; everything else is a page of ours. */
const served = ['/v1', '/sign-in', '/sign-out', '/signed-out', '/device', '/assets'];

/** The theme as a style sheet, made here and not in the browser: the Content-Security-Policy allows no style element. */
function themeSheet(): Plugin {
    const name = 'virtual:theme.css';
    return {
        name: 'theme-sheet',
        resolveId: (id) => (id === name ? `\0${name}` : undefined),
        load(id) {
            if (id !== `\0${name}`) {
                return undefined;
            }
            const merged = mergeMantineTheme(DEFAULT_THEME, theme);
            const standard = defaultCssVariablesResolver(merged);
            return convertCssVariables({
                variables: standard.variables,
                light: { ...standard.light, ...colours.light },
                dark: { ...standard.dark, ...colours.dark },
            });
        },
    };
}

export default defineConfig({
    plugins: [react(), themeSheet()],
    build: {
        outDir: 'target/classes/META-INF/resources',
        assetsDir: 'web',
        emptyOutDir: true,
        // Data addresses would need a wider Content-Security-Policy.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
    },
    worker: { format: 'es' },
    server: {
        host: '127.0.0.1',
        proxy: Object.fromEntries(
            served.map((path) => [
                `^${path}(/|$|\\?)`,
                {
                    target: registry,
                    changeOrigin: true,
                    // The registry takes cookies from its own pages alone; in dev mode it is the proxy that vouches for this one.
                    headers: { origin: registry },
                },
            ]),
        ),
    },
    test: { include: ['src/**/*.test.{ts,tsx}'] },
});
