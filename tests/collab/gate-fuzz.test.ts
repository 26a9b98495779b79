import { describe, expect, test } from 'vitest';
import { fuzzGate, type Outcomes } from '../support/hostile/gate-fuzz.ts';
import { fuzzHonest } from '../support/hostile/honest-fuzz.ts';

describe('the gate, against updates made by chance', () => {
  const seeds = Array.from({ length: 12 }, (_, i) => 1 + i * 4);

  test.each(seeds)(
    'GATE2 what it accepts fits as a whole and is read again as it is, from seed %i on',
    (from) => {
      const outcomes: Outcomes = {};
      for (let seed = from; seed < from + 4; seed += 1)
        for (const [outcome, count] of Object.entries(fuzzGate(seed, 200)))
          outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
      // Nothing is proved where each of them is refused for one reason.
      for (const outcome of ['accepted', 'nothing_new', 'malformed', 'gap', 'form'])
        expect(outcomes[outcome], outcome).toBeGreaterThan(10);
    },
  );

  test('GATE2 SYNC1 what people write, undo and write offline is taken, and they end with one text', () => {
    let taken = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const outcome = fuzzHonest(seed, 300);
      expect(outcome, `seed ${seed}`).toMatchObject({ refused: [], areEqual: true });
      taken += outcome.taken;
    }
    expect(taken).toBeGreaterThan(1000);
  });
});
