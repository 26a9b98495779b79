/**
 * One measurement in a process of its own, which is the load: started by `run.ts`, given a {@link Job} over IPC,
 * answers with an {@link Outcome} and ends.
 */
import { peers } from './peers/all.ts';
import type { PeerName } from './peers/peer.ts';
import { scenarios } from './scenarios/all.ts';
import type { Figures } from './scenarios/scenario.ts';
import type { World } from './world.ts';

export type Job = {
  scenario: string;
  peer: PeerName;
  world: World;
  nodeArgs: string[];
  seconds: number;
  repetition: number;
};

export type Outcome = { kind: 'measured'; figures: Figures } | { kind: 'failed'; why: string };

process.once('message', async (message) => {
  const outcome = await measure(message as Job); // sent by run.ts and by nobody else
  process.send?.(outcome, () => process.exit(0));
});

async function measure({ scenario: name, peer, ...rest }: Job): Promise<Outcome> {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (!scenario) return { kind: 'failed', why: `there is no scenario ${name}` };
  try {
    return { kind: 'measured', figures: await scenario.measure({ peer: peers[peer], ...rest }) };
  } catch (error) {
    console.error(error); // whole; the table has room for a line
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}
