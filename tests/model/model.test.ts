import { expect, test } from 'vitest';
import { simulate } from './simulation.ts';

const RUNS = 5000;
/** Seeds that once broke a promise, and are played again beside those from 1 to `RUNS`. */
const KEPT_SEEDS: number[] = [];

test(`FAIL1 LOG1 LOG2 SYNC1 SYNC2 SYNC3 GATE2 GATE4 ${RUNS} runs of rooms, clients, bus and log, each of its own seed, break no promise`, async () => {
  const counts = new Map<string, number>();
  const broken: string[] = [];
  for (const seed of [...KEPT_SEEDS, ...Array.from({ length: RUNS }, (_, i) => i + 1)]) {
    const outcome = await simulate(seed);
    for (const [what, times] of outcome.counts) counts.set(what, (counts.get(what) ?? 0) + times);
    if (outcome.broken) broken.push(`${outcome.broken}: npm run model -- --runs 1 --seed ${seed}`);
  }
  expect(broken).toEqual([]);
  // That all of what may go wrong did.
  for (const trouble of [
    'crash a node',
    'cut a network',
    'worsen or mend the database',
    'forge',
    'hold a text',
    'make a text unwritable',
  ])
    expect(counts.get(trouble), trouble).toBeGreaterThan(RUNS / 10);
}, 900_000);
