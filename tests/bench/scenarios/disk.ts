import { seeded } from '../../support/seeded.ts';
import { Desk } from '../load/desk.ts';
import { historyOf } from '../load/history.ts';
import { LoadSocket } from '../load/socket.ts';
import { typeAt } from '../load/typing.ts';
import type { RunningPeer } from '../peers/peer.ts';
import { bytesOnDisk, compactSection } from '../peers/stored.ts';
import { type Bound, type Scenario, withPeer } from './scenario.ts';

const SECTIONS = 6;
const WRITERS = 2;
const PACE = { keysPerSecond: 8, burst: 24 };
const WARM_SECONDS = 4;
/** What each section holds before: the recording, which is 21 kB of text. */
const TEXT_LENGTH = 26_000;
/** Longer than Hocuspocus waits before it stores the last that was typed, and than we take to derive from it. */
const STORED_AFTER_MS = 4000;

const tenth = (figure: string, of: string): Bound => ({
  figure,
  must: 'not_exceed',
  limitName: 'a tenth of hocuspocus-postgres',
  limit: (medianOf) => medianOf('hocuspocus-postgres', of) / 10,
});

/** What typing leaves on disk, and what is written on the way there. */
export const disk: Scenario = {
  name: 'disk',
  about: `${SECTIONS} sections of ${TEXT_LENGTH.toLocaleString('en')} keystrokes, ${WRITERS} writers each at ${PACE.keysPerSecond} keys/s; per 1,000 keystrokes`,
  peers: ['hocuspocus-postgres', 'rapporteur'],
  columns: [
    { key: 'table', title: 'table kB', digits: 1 },
    { key: 'wal', title: 'WAL kB', digits: 1 },
    { key: 'tableCompacted', title: 'table kB, compacted', digits: 1 },
    { key: 'walCompacted', title: 'WAL kB, with compacting', digits: 1 },
    { key: 'keys', title: 'keys', digits: 0 },
  ],
  bounds: [
    tenth('table', 'table'),
    tenth('wal', 'wal'),
    tenth('tableCompacted', 'table'),
    tenth('walCompacted', 'wal'),
  ],
  seconds: 30,
  measure: (stage) =>
    withPeer(stage, async (peer) => {
      const { world, repetition } = stage;
      const random = seeded(repetition).next;
      const isOurs = stage.peer.name === 'rapporteur';
      const url = isOurs ? world.postgres.url : world.hocuspocusUrl;
      const rooms = await peer.makeRooms(SECTIONS);
      await fill(peer, rooms);
      const desks = await Promise.all(
        rooms.map((room, i) => Desk.open(peer, room, WRITERS, WRITERS, i * WRITERS)),
      );
      await typeAt(desks, PACE, WARM_SECONDS, random);
      await rest(desks);
      if (isOurs) for (const room of rooms) await compactSection(world, room);

      const before = await bytesOnDisk(url);
      const sentBefore = sentAt(desks);
      await typeAt(desks, PACE, stage.seconds, random);
      await rest(desks);
      const after = await bytesOnDisk(url);
      const thousands = (sentAt(desks) - sentBefore) / 1000;
      if (isOurs) for (const room of rooms) await compactSection(world, room);
      const compacted = await bytesOnDisk(url);
      for (const desk of desks) desk.close();
      const kB = (bytes: number): number => bytes / 1024 / thousands;
      return {
        table: kB(after.tables - before.tables),
        wal: kB(after.wal - before.wal),
        tableCompacted: kB(compacted.tables - before.tables),
        walCompacted: kB(compacted.wal - before.wal),
        keys: thousands * 1000,
      };
    }),
};

/** Gives each section a text of its own. */
async function fill(peer: RunningPeer, rooms: string[]): Promise<void> {
  const sockets = rooms.map((room) => new LoadSocket(peer.address(room, 0)));
  await Promise.all(sockets.map(({ synced }) => synced));
  for (const socket of sockets) socket.send(socket.frames.update(historyOf(TEXT_LENGTH).state));
  await rest([]);
  for (const socket of sockets) socket.drop();
}

/** Waits until what was typed has arrived, and has had time to be stored. */
async function rest(desks: Desk[]): Promise<void> {
  await Promise.all(desks.map((desk) => desk.settled()));
  await new Promise((resolve) => setTimeout(resolve, STORED_AFTER_MS));
}

const sentAt = (desks: Desk[]): number =>
  desks.flatMap(({ writers }) => writers).reduce((sum, { sentAtMs }) => sum + sentAtMs.length, 0);
