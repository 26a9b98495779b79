import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const traceShape = z.object({
  numAgents: z.literal(2),
  endContent: z.string(),
  txns: z.array(
    z.object({
      parents: z.array(z.number()),
      agent: z.union([z.literal(0), z.literal(1)]),
      patches: z.array(z.tuple([z.number(), z.number(), z.string()])),
    }),
  ),
});

/** One of the two people, as agent 0 or 1 of the recording. */
export type Agent = 0 | 1;

/**
 * One step of the replay: `agent`, having seen the first `seen` edits of the other and no more, makes `patches`
 * (position, characters deleted, text inserted), each a transaction of its own.
 */
export type Step = { agent: Agent; seen: number; patches: [number, number, string][] };

/** A recording of two people typing into one text, with who had seen what when they typed. */
export type Trace = { endContent: string; steps: Step[] };

/** Reads the recording that tests/data/README.md describes. */
export function readTrace(): Trace {
  const file = path.join(import.meta.dirname, '../data/friendsforever.json.gz');
  const { txns, endContent } = traceShape.parse(JSON.parse(gunzipSync(readFileSync(file)).toString()));
  // How many edits of each agent a transaction's author had seen, its own included.
  const known: [number, number][] = [];
  const steps: Step[] = [];
  for (const { parents, agent, patches } of txns) {
    const sight: [number, number] = [0, 0];
    for (const parent of parents) {
      const [a = 0, b = 0] = known[parent] ?? [];
      sight[0] = Math.max(sight[0], a);
      sight[1] = Math.max(sight[1], b);
    }
    const last = steps.at(-1);
    const seen = sight[agent === 0 ? 1 : 0];
    if (last && last.agent === agent && last.seen === seen) last.patches.push(...patches);
    else steps.push({ agent, seen, patches: [...patches] });
    sight[agent] += patches.length;
    known.push(sight);
  }
  return { endContent, steps: splitWhereSeen(steps) };
}

/** Cuts a run of edits wherever the other person has seen just the first part of it. */
function splitWhereSeen(steps: Step[]): Step[] {
  const cuts: [Set<number>, Set<number>] = [new Set(), new Set()];
  for (const { agent, seen } of steps) cuts[agent === 0 ? 1 : 0].add(seen);
  const made: [number, number] = [0, 0];
  return steps.flatMap(({ agent, seen, patches }) => {
    const parts: Step[] = [{ agent, seen, patches: [] }];
    for (const patch of patches) {
      parts.at(-1)?.patches.push(patch);
      made[agent] += 1;
      if (cuts[agent].has(made[agent])) parts.push({ agent, seen, patches: [] });
    }
    return parts.filter((part) => part.patches.length > 0);
  });
}
