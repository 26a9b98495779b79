/**
 * `npm run model -- --runs 5000 --seed 1`: plays as many runs, of this seed and those after it, and says of each
 * promise that was broken by which seed. `--runs 1 --seed N` also says what was done in it. Ends with 1 when one was.
 */
import { parseArgs } from 'node:util';
import { simulate } from './simulation.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } },
});
const [runs, first] = [Number(values.runs), Number(values.seed)];
const begunAtMs = performance.now();
const counts = new Map<string, number>();
let bad = 0;
for (let seed = first; seed < first + runs; seed += 1) {
  const outcome = await simulate(seed);
  for (const [what, times] of outcome.counts) counts.set(what, (counts.get(what) ?? 0) + times);
  if (!outcome.broken) continue;
  bad += 1;
  console.log(`Seed ${seed}: ${outcome.broken}`);
  if (runs === 1) console.log(outcome.trace.join('\n'));
}
const seconds = ((performance.now() - begunAtMs) / 1000).toFixed(1);
console.log([...counts].map(([what, times]) => `${times} × ${what}`).join(', '));
console.log(`${runs} runs in ${seconds} s: ${bad === 0 ? 'no promise broken' : `${bad} broke a promise`}.`);
process.exitCode = bad === 0 ? 0 : 1;
