import { describe, expect, test } from 'vitest';
import { waitBefore } from '../../web/editor/reconnecting.ts';

describe('SYNC7 clients that all lost their server at once', () => {
  test('SYNC7 come back spread over a second, and no sooner than a tenth of one', () => {
    const chances = Array.from({ length: 300 }, (_, i) => i / 299);
    const waits = chances.map((chance) => waitBefore(1, chance));
    expect(Math.min(...waits)).toBe(100);
    expect(Math.max(...waits)).toBe(1000);
    for (let from = 100; from < 1000; from += 100)
      expect(waits.filter((wait) => wait >= from && wait < from + 100).length).toBeLessThan(40);
  });

  test('SYNC7 wait longer while it does not answer, and five seconds at most', () => {
    expect([1, 2, 3, 4, 9].map((attempt) => waitBefore(attempt, 1))).toEqual([1000, 2000, 4000, 5000, 5000]);
  });
});
