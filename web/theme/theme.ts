import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { TONES, toneInk } from '../delegations/tones.ts';

/** The blue of writing ink: the one colour of what can be pressed. */
const ink: MantineColorsTuple = [
  '#eef3fa',
  '#dbe5f2',
  '#b5cae6',
  '#8fb8ee',
  '#5f8fca',
  '#3a6fb3',
  '#2a5fa5',
  '#1d4f91',
  '#183f75',
  '#12315c',
];

/** Greys with a little warmth, as paper has; Mantine's dark scheme counts from light (0) to dark (9). */
const dark: MantineColorsTuple = [
  '#ebe8e2',
  '#cbc6bd',
  '#b3ada3',
  '#868077',
  '#767067', // the border of fields, 3:1 against dark paper
  '#3b3833',
  '#22201e',
  '#1a1917',
  '#131211',
  '#0d0c0b',
];

const gray: MantineColorsTuple = [
  '#f7f6f3',
  '#f0eeea',
  '#e7e4de',
  '#dcd8d1',
  '#8d877d', // the border of fields, 3:1 against paper
  '#847e74',
  '#6f6a62',
  '#57534d',
  '#37342f',
  '#1b1a18',
];

/** Mantine in our look: small radii, hairlines, no shadows on what lies on the paper. */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 3 },
  colors: { ink, dark, gray },
  black: '#1b1a18',
  autoContrast: true,
  fontFamily: 'var(--sans)',
  defaultRadius: 3,
  respectReducedMotion: true,
  cursorType: 'pointer',
  // Mantine sets the body in md and fields in sm; here both are one size, so that nothing on a form is tiny.
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: {
    fontFamily: 'var(--serif)',
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.1875rem', lineHeight: '1.3' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 400, events: { hover: true, focus: true, touch: false } } },
    Modal: { defaultProps: { centered: false, yOffset: '10dvh', transitionProps: { duration: 0 } } },
    Menu: { defaultProps: { transitionProps: { duration: 0 } } },
    Popover: { defaultProps: { transitionProps: { duration: 0 } } },
    // Enter takes the first match of what was typed. Not where several are taken: there the next Enter would take another.
    Select: {
      defaultProps: {
        allowDeselect: false,
        selectFirstOptionOnChange: true,
        comboboxProps: { transitionProps: { duration: 0 } },
      },
    },
    MultiSelect: { defaultProps: { comboboxProps: { transitionProps: { duration: 0 } } } },
  },
});

/** Mantine's own variables, told of our paper and ink; and the delegations' tones as `--tone-0` … `--tone-19`. */
export const resolveVariables: CSSVariablesResolver = () => {
  const tonesOf = (scheme: 'light' | 'dark') =>
    Object.fromEntries(
      TONES.flatMap((tone, index) => [
        [`--tone-${index}`, tone[scheme]],
        [`--tone-ink-${index}`, toneInk(tone[scheme])],
      ]),
    );
  const shared = {
    '--mantine-color-body': 'var(--paper)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-soft)',
    '--mantine-color-placeholder': 'var(--hairline-strong)',
    '--mantine-color-anchor': 'var(--link)',
    '--mantine-color-error': 'var(--bad)',
    // The shade that Mantine fills with is too light to read white words on.
    '--mantine-color-red-filled': '#c22626',
    '--mantine-color-red-filled-hover': '#a82020',
    '--mantine-color-default-border': 'var(--hairline-strong)',
  };
  return {
    variables: {},
    light: { ...shared, ...tonesOf('light') },
    dark: {
      ...shared,
      ...tonesOf('dark'),
      // Mantine writes white on filled buttons in both schemes; its own shade for dark paper is too light for that.
      '--mantine-color-ink-filled': '#3a6fb3',
      '--mantine-color-ink-filled-hover': '#2a5fa5',
    },
  };
};
