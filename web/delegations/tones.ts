/** A delegation's colour on white paper and on dark. */
export type Tone = { light: string; dark: string };

/**
 * Twenty tones, chosen by search so that the smallest distance between any two (OKLab) is as large as it gets
 * for full colour sight and for protanopia, deuteranopia and tritanopia at once, while each keeps 3:1 against
 * its paper. Early ones lie furthest apart, since most reports have about a dozen states. A colour never stands
 * alone: the delegation's tag stands with it.
 */
export const TONES: readonly Tone[] = [
  { light: '#072c99', dark: '#69c1fc' },
  { light: '#f04a15', dark: '#d36b2d' },
  { light: '#159425', dark: '#f3f290' },
  { light: '#7783fe', dark: '#8654cc' },
  { light: '#11190a', dark: '#bbdea1' },
  { light: '#763640', dark: '#b69975' },
  { light: '#a66378', dark: '#a77a6d' },
  { light: '#534ef5', dark: '#a264f6' },
  { light: '#413007', dark: '#eed04c' },
  { light: '#330a37', dark: '#a2bebc' },
  { light: '#745388', dark: '#91a0b1' },
  { light: '#9b86c1', dark: '#316f97' },
  { light: '#4244b9', dark: '#64a2e7' },
  { light: '#611343', dark: '#8e6065' },
  { light: '#786dbd', dark: '#5d89bb' },
  { light: '#c37c77', dark: '#c8b873' },
  { light: '#9a2d0a', dark: '#dd9314' },
  { light: '#011a71', dark: '#5eeae5' },
  { light: '#5d3d70', dark: '#bafed2' },
  { light: '#8f4c55', dark: '#b54628' },
];

/** The CSS colour of a delegation's tone; any number is folded into the palette. */
export function toneColor(tone: number): string {
  return `var(--tone-${foldTone(tone)})`;
}

/** The CSS colour in which to write on {@link toneColor}. */
export function toneTextColor(tone: number): string {
  return `var(--tone-ink-${foldTone(tone)})`;
}

/** Black or white, whichever reads better on `color` (`#rrggbb`): always 4.5:1 or more. */
export function toneInk(color: string): '#000000' | '#ffffff' {
  return luminanceOf(color) > 0.179 ? '#000000' : '#ffffff';
}

/** Relative luminance of `#rrggbb`, 0 to 1, as WCAG 2.2 defines it. */
export function luminanceOf(color: string): number {
  const channel = (from: number) => {
    const value = Number.parseInt(color.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function foldTone(tone: number): number {
  return ((Math.trunc(tone) % TONES.length) + TONES.length) % TONES.length;
}
