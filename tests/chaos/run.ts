/**
 * `npm run chaos -- --kills 200 [--seed N] [--each 20]`: campaigns one after the other until so many processes
 * were killed, each of `--each` kills on a fresh workspace and with a seed of its own, which is printed. `--seed N
 * --kills K` with K at most `--each` repeats one. Ends with 1 when a promise was broken.
 */
import { parseArgs } from 'node:util';
import { type CampaignResult, runCampaign } from './campaign.ts';

process.setMaxListeners(0); // each y-websocket client listens for the end of the process

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    each: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    sections: { type: 'string', default: '4' },
  },
});
const [kills, each, sections] = [Number(values.kills), Number(values.each), Number(values.sections)];
const results: CampaignResult[] = [];
for (let done = 0, seed = Number(values.seed); done < kills; done += each, seed += 1) {
  const now = Math.min(each, kills - done);
  console.log(`Seed ${seed}: ${now} kills.`);
  const result = await runCampaign({ seed, kills: now, sections, say: (line) => console.log(line) });
  results.push(result);
  console.log(JSON.stringify(result));
}
const sum = (of: (result: CampaignResult) => number) =>
  results.reduce((total, result) => total + of(result), 0);
const bad = results.filter(({ violations }) => violations.length > 0);
console.log(
  `${sum(({ kills: k }) => k.node + k.postgres + k.backend + k.redis)} kills ` +
    `(${sum((r) => r.kills.node)} of nodes, ${sum((r) => r.kills.postgres)} of Postgres, ` +
    `${sum((r) => r.kills.backend)} of one back-end, ${sum((r) => r.kills.redis)} of Redis), ` +
    `${sum((r) => r.troubles)} other troubles, ${sum((r) => r.audits)} audits, ${sum((r) => r.edits)} edits, ` +
    `${sum((r) => r.seen)} characters seen by others, ${sum((r) => r.saved)} told to be saved, in ${sum((r) => r.seconds)} s: ` +
    (bad.length === 0
      ? 'no promise broken.'
      : `broken with the seeds ${bad.map(({ seed }) => seed).join(', ')}.`),
);
process.exitCode = bad.length === 0 ? 0 : 1;
