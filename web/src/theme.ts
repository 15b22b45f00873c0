import { createTheme } from '@mantine/core';

/** The green of the sign-in pages, from light to dark. */
export const theme = createTheme({
    primaryColor: 'bale',
    primaryShade: { light: 8, dark: 7 },
    autoContrast: true,
    defaultRadius: 'md',
    cursorType: 'pointer',
    fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
    fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
    headings: { fontWeight: '650' },
    colors: {
        bale: [
            '#eef8f5',
            '#d9efe8',
            '#b3dfd1',
            '#7fd1bd',
            '#5fb69d',
            '#3f9d83',
            '#2b856c',
            '#1f6e5a',
            '#14594c',
            '#0d4038',
        ],
    },
});

/** Where the library's own colours are too faint to read, and the ground that the sign-in pages have. */
export const colours = {
    light: {
        '--mantine-color-body': '#ffffff',
        '--mantine-color-dimmed': '#56605c',
        '--mantine-color-placeholder': '#6b7570',
        '--mantine-color-anchor': '#14594c',
        '--mantine-color-error': '#b02a1c',
        '--bale-ground': '#f3f4f1',
        '--bale-line': '#d5dad6',
        '--bale-hover': '#eef3f0',
        '--bale-code': '#f0f2ef',
        '--bale-bad': '#b02a1c',
        '--bale-good': '#1f6e5a',
    },
    dark: {
        '--mantine-color-body': '#1b211e',
        '--mantine-color-text': '#e8ece9',
        '--mantine-color-dimmed': '#a2aca7',
        '--mantine-color-placeholder': '#8d9792',
        '--mantine-color-anchor': '#7fd1bd',
        '--mantine-color-default': '#232a27',
        '--mantine-color-default-hover': '#2c3430',
        '--mantine-color-default-border': '#36403b',
        '--mantine-color-red-filled': '#c92a2a',
        '--mantine-color-red-filled-hover': '#b02525',
        '--mantine-color-error': '#ff9f92',
        '--bale-ground': '#121614',
        '--bale-line': '#36403b',
        '--bale-hover': '#242c28',
        '--bale-code': '#121614',
        '--bale-bad': '#ff9f92',
        '--bale-good': '#7fd1bd',
    },
};
