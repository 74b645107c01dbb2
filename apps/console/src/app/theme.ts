import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Calm, and dense enough to work with. The shades keep text on the primary colour readable in both schemes. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 8 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace',
  headings: { fontWeight: '650' },
  respectReducedMotion: true,
});

/** What badges and notices are written in; Mantine's own fall short of a contrast of 4.5 (WCAG 2.2, 1.4.3). */
const NOTICE_INK: Readonly<Record<string, string>> = {
  teal: '#066a4c',
  orange: '#97300a',
  yellow: '#6f4a00',
  red: '#a51111',
  blue: '#15559b',
};

/** Quiet text, notices and mistakes that can still be read. */
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-placeholder': colors.gray[7],
    '--mantine-color-error': colors.red[9],
    ...Object.fromEntries(
      Object.entries(NOTICE_INK).map(([color, ink]) => [`--mantine-color-${color}-light-color`, ink]),
    ),
  },
  dark: {
    '--mantine-color-dimmed': colors.dark[1],
    '--mantine-color-placeholder': colors.dark[1],
    '--mantine-color-error': colors.red[4],
  },
});
