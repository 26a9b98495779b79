import { setTimeout as delay } from 'node:timers/promises';
import { seeded } from '../../support/seeded.ts';
import { Desk } from '../load/desk.ts';
import { typeAt } from '../load/typing.ts';
import type { PeerName } from '../peers/peer.ts';
import { storedClocks } from '../peers/stored.ts';
import type { Figures, Scenario, Stage } from './scenario.ts';

/** Servers killed in one repetition, and sections on each: a sample is one section at one kill. */
const KILLS = 5;
const SECTIONS = 4;
/** A section is written in for at most so long before the kill: a little more than Hocuspocus waits at most. */
const LONGEST_SECONDS = 12;
const PEOPLE = 3;
const WRITERS = 2;
const PACE = { keysPerSecond: 8, burst: 24 };

/** Peers that write nothing down lose everything whenever they are killed: one short sample says so. */
const KEEPS_NOTHING: PeerName[] = ['y-websocket-server', 'hocuspocus'];

/** What is gone when a server is killed, although somebody else had seen it, or its author was told that it is kept. */
export const lossWindow: Scenario = {
  name: 'loss-window',
  about: `Sections being written when their server is ended by SIGKILL; ${KILLS * SECTIONS} samples in each repetition, all counted together`,
  peers: ['y-websocket-server', 'hocuspocus', 'hocuspocus-postgres', 'rapporteur'],
  columns: [
    { key: 'samples', title: 'samples', digits: 0, across: 'sum' },
    { key: 'seen', title: 'keys others saw', digits: 0, across: 'sum' },
    { key: 'seenLost', title: 'of those lost', digits: 0, across: 'sum' },
    { key: 'acknowledged', title: 'keys acknowledged', digits: 0, across: 'sum' },
    { key: 'acknowledgedLost', title: 'of those lost', digits: 0, across: 'sum' },
    { key: 'oldest', title: 'oldest lost, s before the kill', digits: 1, across: 'largest' },
  ],
  bounds: ['seenLost', 'acknowledgedLost'].map((figure) => ({
    figure,
    must: 'not_exceed',
    limitName: figure === 'seenLost' ? 'none that others saw' : 'none that was acknowledged',
    limit: () => 0,
  })),
  seconds: LONGEST_SECONDS,
  async measure(stage) {
    const isShort = KEEPS_NOTHING.includes(stage.peer.name);
    const kills = Array.from({ length: isShort ? 1 : KILLS }, (_, i) =>
      killOnce({ ...stage, seconds: isShort ? 4 : stage.seconds }, i),
    );
    const sum: Figures = {
      samples: 0,
      seen: 0,
      seenLost: 0,
      acknowledged: 0,
      acknowledgedLost: 0,
      oldest: 0,
    };
    for (const sample of (await Promise.all(kills)).flat())
      for (const [key, value] of Object.entries(sample))
        sum[key] = key === 'oldest' ? Math.max(sum[key] ?? 0, value) : (sum[key] ?? 0) + value;
    return sum;
  },
};

async function killOnce(stage: Stage, kill: number): Promise<Figures[]> {
  const random = seeded(stage.repetition * KILLS + kill).next;
  const peer = await stage.peer.start(stage);
  const rooms = await peer.makeRooms(SECTIONS);
  const desks = await Promise.all(rooms.map((room, i) => Desk.open(peer, room, PEOPLE, WRITERS, i * PEOPLE)));
  const killAfterMs = (0.2 + 0.8 * random()) * stage.seconds * 1000;
  // Each begins at a moment of its own, so that each is in another phase of being stored.
  const typed = desks.map(async (desk) => {
    await delay(random() * killAfterMs * 0.9);
    await typeAt([desk], PACE, stage.seconds, random);
  });
  await delay(killAfterMs);
  const killedAtMs = performance.now();
  await peer.process.kill();
  // What the server had sent before it died still arrives, and was seen too.
  await Promise.all(desks.flatMap(({ sockets }) => sockets.map(({ closed }) => closed)));
  const samples = await Promise.all(
    desks.map(async (desk, i) =>
      lossesOf(desk, await storedClocks(stage.peer.name, stage.world, rooms[i] ?? ''), killedAtMs),
    ),
  );
  await Promise.all(typed); // into closed sockets, which drop it
  return samples;
}

function lossesOf({ writers, sockets }: Desk, stored: Map<number, number>, killedAtMs: number): Figures {
  const loss = { samples: 1, seen: 0, seenLost: 0, acknowledged: 0, acknowledgedLost: 0, oldest: 0 };
  for (const { typist, socket, arrived, ordinals, sentAtMs } of writers) {
    const kept = stored.get(typist.client) ?? 0;
    const seen = Math.max(...arrived.filter((_, i) => sockets[i] !== socket));
    const acknowledged = ordinals.filter((ordinal) => ordinal <= socket.saved).length;
    typist.keys.slice(0, Math.max(seen, acknowledged)).forEach(({ clock }, i) => {
      const isLost = clock > kept;
      if (i < seen) loss.seen += 1;
      if (i < seen && isLost) loss.seenLost += 1;
      if (i < acknowledged) loss.acknowledged += 1;
      if (i < acknowledged && isLost) loss.acknowledgedLost += 1;
      if (isLost) loss.oldest = Math.max(loss.oldest, (killedAtMs - (sentAtMs[i] ?? killedAtMs)) / 1000);
    });
  }
  return loss;
}
