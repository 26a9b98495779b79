import { expect, test } from 'vitest';
import { momentWords, placeOf, relativeWords } from '../../web/time/moments.ts';

const now = new Date('2026-03-01T11:00:00Z');
const words = (at: string, zone: string) => {
  const { relative, clocks } = momentWords(new Date(at), now, zone);
  return `${relative} (${clocks})`;
};

test.each([
  ['2026-03-01T14:00:00Z', 'Asia/Seoul', 'in 3 h (14:00 UTC, 23:00 Seoul)'],
  ['2026-03-01T14:00:00Z', 'UTC', 'in 3 h (14:00 UTC)'],
  // Near, but on another day there: the day has to be said.
  ['2026-03-01T16:30:00Z', 'Asia/Seoul', 'in 5 h (16:30 UTC, 2 Mar 2026, 01:30 Seoul)'],
  ['2026-03-04T14:00:00Z', 'America/New_York', 'in 3 d (4 Mar 2026, 14:00 UTC, 09:00 New York)'],
  ['2026-02-27T10:00:00Z', 'Europe/Berlin', '2 d ago (27 Feb 2026, 10:00 UTC, 11:00 Berlin)'],
  // Summer time is the zone's own affair.
  ['2026-07-01T10:00:00Z', 'Europe/Berlin', 'in 121 d (1 Jul 2026, 10:00 UTC, 12:00 Berlin)'],
])('WEB11 %s for somebody in %s is %s', (at, zone, expected) => {
  expect(words(at, zone)).toBe(expected);
});

test.each([
  [59_999, 'now'],
  [-59_999, 'just now'],
  [60_000, 'in 1 min'],
  [-3_540_000, '59 min ago'],
  [-3_599_999, '1 h ago'],
  [7 * 86_400_000 - 5_000, 'in 7 d'],
  [86_400_000 - 5_000, 'in 1 d'],
  [129_600_000, 'in 1 d'],
  [5_400_000, 'in 1 h'],
  [3_600_000, 'in 1 h'],
  [-86_400_000, '1 d ago'],
])('WEB11 %i ms away is %s', (distanceMs, expected) => {
  expect(relativeWords(distanceMs)).toBe(expected);
});

test('WEB11 a zone is called by its city', () => {
  expect(placeOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
});
