import { describe, expect, test } from 'vitest';
import { TONES as TONE_COUNT } from '../../domain/delegations.ts';
import { luminanceOf, TONES, toneColor, toneInk } from '../../web/delegations/tones.ts';

type Triple = [number, number, number];

/** How linear light is seen: full sight, and Machado et al. 2009 (severity 1) for the three kinds of blindness. */
const SIGHTS: Record<string, Triple[]> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const PAPER = { light: '#ffffff', dark: '#1a1917' } as const;
/** OKLab distance; about 0.02 is just seen side by side. */
const APART = 0.07;

describe.each(['light', 'dark'] as const)('WEB10 tones on %s paper', (scheme) => {
  test('there is one for each number that the domain gives', () => {
    expect(TONES).toHaveLength(TONE_COUNT);
    expect(toneColor(TONES.length + 3)).toBe(toneColor(3));
  });

  test.each(Object.keys(SIGHTS))('any two differ with %s sight', (sight) => {
    const seen = TONES.map((tone) => oklab(seeWith(SIGHTS[sight] ?? [], linear(tone[scheme]))));
    const close = seen.flatMap((one, index) =>
      seen.slice(index + 1).flatMap((other, offset) => {
        const distance = Math.hypot(...one.map((value, axis) => value - (other[axis] ?? 0)));
        return distance < APART ? [`${index} and ${index + 1 + offset}: ${distance.toFixed(3)}`] : [];
      }),
    );
    expect(close).toEqual([]);
  });

  test('each stands out from the paper and can be written on', () => {
    for (const tone of TONES) {
      expect(contrast(tone[scheme], PAPER[scheme])).toBeGreaterThanOrEqual(3);
      expect(contrast(tone[scheme], toneInk(tone[scheme]))).toBeGreaterThanOrEqual(4.5);
    }
  });
});

function contrast(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

function linear(color: string): Triple {
  const at = (from: number) => {
    const value = Number.parseInt(color.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [at(1), at(3), at(5)];
}

function seeWith(sight: Triple[], [r, g, b]: Triple): Triple {
  const [x = 0, y = 0, z = 0] = sight.map((row) =>
    Math.min(1, Math.max(0, row[0] * r + row[1] * g + row[2] * b)),
  );
  return [x, y, z];
}

function oklab([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
