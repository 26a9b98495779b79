import { fold } from '../../db/text/compact.ts';
import type { StoredText } from '../../db/text/load.ts';
import type { TextStore } from '../../db/text/store.ts';
import { EMPTY_OUTLINE, outlineOf } from '../../domain/document/outline.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import type { Seeded } from '../support/seeded.ts';
import type { Scheduler } from './scheduler.ts';
import type { World } from './world.ts';

/**
 * How well a database is to be reached: shares of the calls that fail before, and after, they took effect. `thread`:
 * the share of the work on whole texts that fails, since its thread ends.
 */
export type Weather = { fails: number; unknown: number; delayMs: number; thread: number };

/** One process that asks the database. Killed, it hears no answer; what it asked for may still come about. */
export type Asker = { process: object; requests: object };

/** After this long what is derived from a text counts as left undone, in ms (db/text/derive.ts). */
const LAGGING_MS = 15_000;

/** The store of one node, on the world. As on Postgres, what takes several queries there is no single moment here. */
export function createWorldStore(
  world: World,
  scheduler: Scheduler,
  random: Seeded,
  weather: Weather,
  { process, requests }: Asker,
): TextStore & { ask<T>(query: () => T): Promise<T> } {
  function ask<T>(query: () => T): Promise<T> {
    const delay = () => Math.floor(random.next() * weather.delayMs);
    return new Promise((resolve, reject) => {
      const arrive = () => {
        const isRefused = random.chance(weather.fails);
        const answer = isRefused ? null : { value: query() };
        const isLost = random.chance(weather.unknown);
        const hear = () => {
          if (answer && !isLost) resolve(answer.value);
          else reject(new Error('the database does not answer'));
        };
        scheduler.add('store', process, hear, delay());
      };
      scheduler.add('store', requests, arrive, delay());
    });
  }

  async function readText(sectionId: string): Promise<StoredText> {
    const { snapshot, snapshotHead } = await ask(() => ({ ...world.section(sectionId) }));
    const rows = await ask(() => world.rowsAfter(sectionId, snapshotHead));
    return { snapshot, rows, head: rows.at(-1)?.seq ?? snapshotHead };
  }

  return {
    ask,
    async open(sectionId) {
      const [text, owners] = await Promise.all([
        readText(sectionId),
        ask(() => new Map(world.section(sectionId).truth.owners)),
      ]);
      return { ...text, owners };
    },
    rowsAfter: (sectionId, seq) => ask(() => world.rowsAfter(sectionId, seq)),
    ownersOf: (sectionId, clients) =>
      ask(() => {
        const { owners } = world.section(sectionId).truth;
        return new Map([...owners].filter(([client]) => clients.includes(client)));
      }),
    heads: (sectionIds) => ask(() => new Map(sectionIds.map((id) => [id, world.section(id).truth.head]))),
    async append(flushes) {
      const flushed = await ask(() => world.append(flushes, scheduler.now));
      if (!flushed) throw Object.assign(new Error('a log of these cannot be written'), { code: 'P0001' });
      return flushed;
    },
    derive: (texts) =>
      ask(() => {
        for (const text of texts) world.writeDerived(text);
      }),
    outline: (sectionId) => ask(() => world.section(sectionId).derived?.outline ?? EMPTY_OUTLINE),
    async compact(sectionId) {
      const text = await readText(sectionId);
      if (text.rows.length === 0) return false;
      await scheduler.wait('heavy', process);
      const snapshot = fold(text);
      return ask(() => world.writeSnapshot(sectionId, snapshot, text.head));
    },
    longTails: (rows) =>
      ask(() =>
        [...world.sections]
          .filter(([, { truth, snapshotHead }]) => truth.head - snapshotHead > rows)
          .map(([id]) => id),
      ),
    lagging: () =>
      ask(() =>
        [...world.sections]
          .filter(([, { truth, derived }]) => {
            const lastAtMs = truth.rows.at(-1)?.atMs ?? 0;
            return (derived?.head ?? 0) < truth.head && scheduler.now - lastAtMs > LAGGING_MS;
          })
          .map(([sectionId]) => ({ sectionId, reportId: 'report' })),
      ),
    async freshen(sectionId) {
      const { ydoc, head } = await ask(() => {
        const { truth } = world.section(sectionId);
        return { ydoc: truth.textAt(truth.head), head: truth.head };
      });
      const document = documentOf(ydoc);
      await ask(() => world.writeDerived({ sectionId, head, document, outline: outlineOf(document) }));
    },
  };
}
