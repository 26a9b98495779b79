import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const profileShape = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

const SHOWN = 25;

/** The functions in which a server spent its time, by the newest profile in the folder: shares of the time it was busy. */
export function topOf(folder: string): string {
  const newest = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .sort()
    .at(-1);
  if (newest === undefined) return `There is no profile in ${folder}.`;
  const { nodes, samples, timeDeltas } = profileShape.parse(
    JSON.parse(readFileSync(path.join(folder, newest), 'utf8')),
  );
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      `${functionName || '(anonymous)'} ${url === '' ? '' : `${path.basename(url)}:${lineNumber + 1}`}`.trim(),
    ]),
  );
  const spent = new Map<string, number>();
  let busy = 0;
  samples.forEach((sample, i) => {
    const name = names.get(sample) ?? '';
    if (name === '(idle)') return;
    const tookUs = timeDeltas[i] ?? 0;
    busy += tookUs;
    spent.set(name, (spent.get(name) ?? 0) + tookUs);
  });
  const lines = [...spent]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([name, tookUs]) => `  ${((tookUs * 100) / busy).toFixed(1).padStart(5)} %  ${name}`);
  return [`${path.join(folder, newest)}: busy for ${(busy / 1e6).toFixed(1)} s`, ...lines].join('\n');
}
