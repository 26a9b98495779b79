import { setTimeout as delay } from 'node:timers/promises';
import { median, percentile } from '../../bench/statistics.ts';
import type { Pair } from './bystanders.ts';

/** How long the bystanders type without an attack, before the attacks and after them, in ms. */
const QUIET_MS = 1000;

/** Compares how long keys took with and without attacks, in one run on one machine. */
export type Slowness = {
  /** Ends the attacked phase, measures a quiet one, and says what was found. */
  report(): Promise<string>;
};

/** Measures a quiet phase; everything afterwards, until the report, counts as attacked. */
export async function watchSlowness(pairs: Record<string, Pair>): Promise<Slowness> {
  const all = Object.entries(pairs);
  const take = () => new Map(all.map(([name, pair]) => [name, pair.takeLatencies()]));
  const quiet = async () => {
    take();
    await delay(QUIET_MS);
    return take();
  };
  await quiet(); // until all code is compiled
  const before = await quiet();
  return {
    async report() {
      const attacked = take();
      const after = await quiet();
      return all
        .map(([name]) => {
          const calm = [...(before.get(name) ?? []), ...(after.get(name) ?? [])];
          return `Keys of the bystanders, ${name}: ${figures(calm)} in quiet times, ${figures(attacked.get(name) ?? [])} under attack, ratio ${ratio(calm, attacked.get(name) ?? [])}.`;
        })
        .join('\n');
    },
  };
}

const figures = (latenciesMs: number[]): string =>
  `p50 ${median(latenciesMs).toFixed(2)} ms and p99 ${percentile(latenciesMs, 0.99).toFixed(1)} ms of ${latenciesMs.length}`;

const ratio = (quiet: number[], attacked: number[]): string => (median(attacked) / median(quiet)).toFixed(2);
