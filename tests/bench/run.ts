/**
 * `npm run bench`: measures our server beside its peers, and prints a table for each scenario.
 *
 *   npm run bench -- typing fan-out          only these scenarios
 *   npm run bench -- --reps 5 --seconds 20   more of each
 *   npm run bench -- --peers relay,rapporteur
 *   npm run bench -- --profile DIR           a profile of every server, and what is on top of it
 *
 * Every repetition measures each peer once before the next begins, so that whatever else the machine does meets
 * them all. Nothing here fails for being slow: the tables say what holds.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Job, Outcome } from './measure.ts';
import { PEER_NAMES } from './peers/peer.ts';
import { topOf } from './profile.ts';
import { scenarios } from './scenarios/all.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { type Results, tableOf } from './table.ts';
import { makeWorld, type World } from './world.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    reps: { type: 'string', default: '3' },
    seconds: { type: 'string' },
    peers: { type: 'string', default: PEER_NAMES.join(',') },
    profile: { type: 'string' },
  },
});
const chosenPeers = options.peers.split(',');
const unknown = [
  ...positionals.filter((name) => !scenarios.some((scenario) => scenario.name === name)),
  ...chosenPeers.filter((name) => !PEER_NAMES.some((known) => known === name)),
];
if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(', ')}: choose of the scenarios ${scenarios.map(({ name }) => name).join(', ')} and the peers ${PEER_NAMES.join(', ')}.`,
  );
  process.exit(2);
}

const announce = (line: string): void => console.error(line);
const { world, end } = await makeWorld(announce);
try {
  const cpu = cpus();
  console.log(
    `Node ${process.version}, ${cpu.length} × ${cpu[0]?.model.trim()}, ${new Date().toISOString()}\n`,
  );
  for (const scenario of scenarios)
    if (positionals.length === 0 || positionals.includes(scenario.name))
      console.log(tableOf(scenario, await repeat(scenario, world)));
} finally {
  await end();
}

async function repeat(scenario: Scenario, shared: World): Promise<Results> {
  const measured = scenario.peers.filter((peer) => chosenPeers.includes(peer));
  const results: Results = new Map(measured.map((peer) => [peer, { repetitions: [], failures: [] }]));
  for (let repetition = 0; repetition < Number(options.reps); repetition += 1) {
    // Another one begins each time, so that none is always measured on a machine just warmed by the same other.
    const start = repetition % measured.length;
    for (const peer of [...measured.slice(start), ...measured.slice(0, start)]) {
      announce(`${scenario.name}, repetition ${repetition + 1}: ${peer}`);
      const profileDir = options.profile && path.resolve(options.profile, `${scenario.name}-${peer}`);
      const outcome = await measure({
        scenario: scenario.name,
        peer,
        world: shared,
        nodeArgs: profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [],
        seconds: options.seconds === undefined ? scenario.seconds : Number(options.seconds),
        repetition,
      });
      if (outcome.kind === 'measured') results.get(peer)?.repetitions.push(outcome.figures);
      else results.get(peer)?.failures.push(outcome.why);
      if (profileDir) announce(topOf(profileDir));
    }
  }
  return results;
}

/** Measures in a process of its own, so that one measurement's load leaves nothing to the next. */
async function measure(job: Job): Promise<Outcome> {
  const child = fork(path.join(import.meta.dirname, 'measure.ts'));
  const ended = once(child, 'close');
  child.send(job);
  const answer = await Promise.race([once(child, 'message'), ended]);
  await ended;
  const [outcome] = answer;
  if (typeof outcome === 'object' && outcome !== null) return outcome as Outcome; // sent by measure.ts
  return { kind: 'failed', why: `the load ended with ${outcome}` };
}
