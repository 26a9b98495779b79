import type { RunningPeer } from '../peers/peer.ts';
import { cpuMsOf, cpuMsOfPostgres } from '../process-cost.ts';
import type { World } from '../world.ts';

/** What something cost, in milliseconds of processor time. */
export type Cost = { serverMs: number; postgresMs: number; elapsedMs: number };

/** Starts to count; the function that it returns tells what was spent since. */
export function startCost(peer: RunningPeer, world: World): () => Cost {
  const now = (): Cost => ({
    serverMs: cpuMsOf(peer.process.pid),
    postgresMs: cpuMsOfPostgres(world.postgres.postmaster),
    elapsedMs: performance.now(),
  });
  const before = now();
  return () => {
    const after = now();
    return {
      serverMs: after.serverMs - before.serverMs,
      postgresMs: after.postgresMs - before.postgresMs,
      elapsedMs: after.elapsedMs - before.elapsedMs,
    };
  };
}
