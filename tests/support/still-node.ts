import * as encoding from 'lib0/encoding';
import { writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { Connection } from '../../collab/connection.ts';
import { createHeavy } from '../../collab/heavy/heavy.ts';
import type { Live, Wire } from '../../collab/live.ts';
import { Rooms } from '../../collab/rooms.ts';
import { Traffic } from '../../collab/traffic.ts';
import { personOf } from '../../db/access.ts';
import type { Flush } from '../../db/text/flush.ts';
import { createTextStore } from '../../db/text/store.ts';
import { BODY } from '../../domain/document/schema.ts';
import { MESSAGE } from '../../domain/protocol.ts';
import type { TestDatabase } from './database.ts';
import { contextOn } from './section.ts';

/** The rooms of a node on a real database, by a clock that stands still but for what the test moves it. */
export type StillNode = {
  /** Each try to commit, when it is over: the sections in it, sorted, and how it ended: `bad good: failed`. */
  tries: string[];
  /** Whether it says that the database takes edits. */
  takesEdits(): boolean;
  /** Somebody who writes in a section, which the tries call `name`. */
  enter(name: string, section: { id: string; reportId: string }, userId: string): Promise<StillWriter>;
  /** Lets so many ms pass, one after the other, and in each what is due then happen. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
};

export type StillWriter = { type(words: string): void };

/** Nobody reads what it sends. */
const NOWHERE: Wire = {
  write: () => undefined,
  unsentBytes: 0,
  whenSent: (callback) => callback(),
  pause: () => undefined,
  resume: () => undefined,
  close: () => undefined,
};

export function startStillNode(database: TestDatabase): StillNode {
  const context = contextOn(database);
  const store = createTextStore(database.db, database.writing);
  const names = new Map<string, string>();
  const tries: string[] = [];
  let nowMs = 0;
  let underWay = 0;
  let sleepers: { atMs: number; wake: () => void }[] = [];

  async function append(flushes: Flush[]) {
    const named = flushes.map(({ sectionId }) => names.get(sectionId)).sort();
    const over = (how: string) => tries.push(`${named.join(' ')}: ${how}`);
    underWay += 1;
    try {
      const flushed = await store.append(flushes);
      if (flushed.kind === 'lost') over('lost');
      else over(flushed.before.size === flushes.length ? 'taken' : `${flushed.before.size} taken`);
      return flushed;
    } catch (error) {
      over('failed');
      throw error;
    } finally {
      underWay -= 1;
    }
  }

  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

  /** Until nothing happens any more without the clock. */
  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < 5; quiet = underWay > 0 ? 0 : quiet + 1) await turn();
  }

  const live: Live = {
    store: { ...store, append },
    log: context.log,
    traffic: new Traffic(null, context.intake),
    heavy: createHeavy(),
    ring: () => undefined,
    spreadAwareness: () => undefined,
    announce: () => undefined,
    now: () => nowMs,
    sleep: (ms) => new Promise((wake) => sleepers.push({ atMs: nowMs + ms, wake })),
    every: () => () => undefined,
    turn,
  };
  const rooms = new Rooms(live);

  return {
    tries,
    takesEdits: () => !context.intake.isFailing,
    async enter(name, section, userId) {
      names.set(section.id, name);
      const { snapshot, rows } = await store.open(section.id);
      const ydoc = new Y.Doc();
      for (const update of [...(snapshot ? [snapshot.update] : []), ...rows.map(({ payload }) => payload)])
        Y.applyUpdate(ydoc, update);
      const room = rooms.enter(section);
      const person = await personOf(database.db, userId);
      const connection = new Connection(live, NOWHERE, room, {
        person,
        mayWrite: { allowed: true },
        understands: true,
      });
      room.add(connection);
      ydoc.on('update', (update: Uint8Array) => {
        const message = encoding.createEncoder();
        encoding.writeVarUint(message, MESSAGE.sync);
        writeUpdate(message, update);
        connection.take(encoding.toUint8Array(message));
      });
      return {
        type(words) {
          const paragraph = ydoc.getXmlFragment(BODY).get(0);
          if (!(paragraph instanceof Y.XmlElement)) throw new Error('a text begins with a paragraph');
          paragraph.insert(paragraph.length, [new Y.XmlText(words)]);
        },
      };
    },
    async pass(ms) {
      await settle();
      for (const endMs = nowMs + ms; nowMs < endMs; ) {
        nowMs += 1;
        const due = sleepers.filter(({ atMs }) => atMs <= nowMs);
        sleepers = sleepers.filter(({ atMs }) => atMs > nowMs);
        for (const { wake } of due) wake();
        if (due.length > 0) await settle();
      }
    },
    async close() {
      const closed = rooms.close();
      await settle();
      for (const { wake } of sleepers.splice(0)) wake();
      await closed;
    },
  };
}
