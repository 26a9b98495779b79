import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layOut } from '../../web/routes/report/margin-layout.ts';

const GAP = 8;

describe('WEB6 comments stand beside their words', () => {
  test('WEB6 cards with room stand exactly at their words', () => {
    const cards = [
      { id: 'b', wanted: 300, height: 50 },
      { id: 'a', wanted: 10, height: 50 },
    ];
    expect(layOut(cards, null, GAP)).toEqual([
      { id: 'a', top: 10 },
      { id: 'b', top: 300 },
    ]);
  });

  test('WEB6 the focused card stands at its words and pushes the others, and none overlap', () => {
    const card = fc.record({ wanted: fc.nat(2000), height: fc.integer({ min: 20, max: 300 }) });
    fc.assert(
      fc.property(fc.array(card, { minLength: 1, maxLength: 20 }), fc.nat(19), (drawn, pick) => {
        const cards = drawn.map((each, index) => ({ ...each, id: String(index) }));
        const focused = cards[pick % cards.length];
        const placed = layOut(cards, focused?.id ?? null, GAP);
        expect(placed.find(({ id }) => id === focused?.id)?.top).toBe(focused?.wanted);
        for (const [index, { id, top }] of placed.entries()) {
          const next = placed[index + 1];
          const height = cards.find((each) => each.id === id)?.height ?? 0;
          if (next) expect(next.top).toBeGreaterThanOrEqual(top + height + GAP);
        }
      }),
    );
  });
});
