import { setTimeout as delay } from 'node:timers/promises';
import type { Nodes, TestNode } from '../support/nodes.ts';
import type { Seeded } from '../support/seeded.ts';

/** What ends by SIGKILL. */
export type Kill =
  | { kind: 'node'; node: TestNode; downMs: number }
  | { kind: 'postgres'; what: 'postmaster' | 'everything'; downMs: number }
  | { kind: 'backend' }
  | { kind: 'redis'; downMs: number };

/** Something that goes wrong for a while, and then right again. */
export type Trouble = { name: string; lastsMs: number; begin(): unknown; end(): unknown };

/** Kills in an order of their own, of every kind within each ten. */
export function drawKills(random: Seeded, count: number, { nodes, redis }: Nodes): Kill[] {
  const down = () => random.int(0, 900);
  const node = (): Kill => ({ kind: 'node', node: random.pick(nodes), downMs: down() });
  const ten = (): Kill[] =>
    random.shuffle<Kill>([
      ...Array.from({ length: 5 }, node),
      { kind: 'postgres', what: 'everything', downMs: down() },
      { kind: 'postgres', what: 'postmaster', downMs: down() },
      { kind: 'backend' },
      ...Array.from({ length: 2 }, (): Kill => (redis ? { kind: 'redis', downMs: down() } : node())),
    ]);
  return Array.from({ length: Math.ceil(count / 10) }, ten)
    .flat()
    .slice(0, count);
}

/** One trouble, drawn from all that this machine can make. */
export function drawTrouble(random: Seeded, { nodes, front, postgres, redis }: Nodes): Trouble {
  const node = random.pick(nodes);
  const lastsMs = random.int(200, 2500);
  const slowMs = random.int(5, 300);
  const cut = (name: string, ...wires: { cut(): void }[]): Trouble => ({
    name: `cut ${name}`,
    lastsMs: 0,
    begin: () => wires.map((wire) => wire.cut()),
    end: () => undefined,
  });
  const freeze = (name: string, ...wires: { freeze(): void; thaw(): void }[]): Trouble => ({
    name: `freeze ${name}`,
    lastsMs,
    begin: () => wires.map((wire) => wire.freeze()),
    end: () => wires.map((wire) => wire.thaw()),
  });
  const refuse = (name: string, wire: { refuse(): unknown; accept(): unknown }): Trouble => ({
    name: `refuse ${name}`,
    lastsMs,
    begin: () => wire.refuse(),
    end: () => wire.accept(),
  });
  const slow = (): Trouble => ({
    name: `delay what Postgres answers ${node.name} by ${slowMs} ms`,
    lastsMs: lastsMs * 2,
    begin: () => node.database.delayAnswers(slowMs),
    end: () => node.database.delayAnswers(0),
  });
  const diskMs = random.int(10, 100);
  const slowDisk = (): Trouble => ({
    name: `make each write of Postgres to its disk ${diskMs} ms slower`,
    lastsMs: lastsMs * 2,
    begin: () => postgres.slowDisk(diskMs).catch(() => undefined), // it is down: then there is nothing to slow
    end: () => untilDone(() => postgres.slowDisk(0)),
  });
  const draw: (() => Trouble)[] = [
    // Thrice: what is most likely to catch a kill between a commit and the word of it.
    slow,
    slow,
    slow,
    slowDisk,
    () => cut('all clients', front, ...nodes.map(({ clients }) => clients)),
    () => cut(`clients of ${node.name}`, node.clients),
    () => freeze(`clients of ${node.name}`, node.clients),
    () => cut(`${node.name} from Postgres`, node.database),
    () => freeze(`${node.name} from Postgres`, node.database),
    () => refuse(`${node.name} at Postgres`, node.database),
    () => ({ name: `pause ${node.name}`, lastsMs, begin: node.pause, end: node.resume }),
    () => ({ name: 'pause Postgres', lastsMs, begin: postgres.pause, end: postgres.resume }),
  ];
  if (redis) {
    const wire = node.redis ?? node.clients;
    draw.push(
      () => cut(`${node.name} from Redis`, wire),
      () => freeze(`${node.name} from Redis`, wire),
      () => ({
        name: 'pause Redis',
        lastsMs,
        begin: () => redis.child().kill('SIGSTOP'),
        end: () => redis.child().kill('SIGCONT'),
      }),
    );
  }
  return random.pick(draw)();
}

/** Tries until it is done, such as when a killed Postgres is up again. */
async function untilDone(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch {
      await delay(200);
    }
  }
}

/** A kill in words. */
export function wordsOf(kill: Kill): string {
  switch (kill.kind) {
    case 'node':
      return `kill ${kill.node.name}, down ${kill.downMs} ms`;
    case 'postgres':
      return `kill Postgres (${kill.what}), down ${kill.downMs} ms`;
    case 'backend':
      return 'kill one back-end of Postgres';
    case 'redis':
      return `kill Redis, down ${kill.downMs} ms`;
  }
}
