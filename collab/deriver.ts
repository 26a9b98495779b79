import { type NodeJson, outlineOf } from '../domain/document/outline.ts';
import type { Live } from './live.ts';
import type { Room } from './room.ts';

/** How long nobody has to write before what is derived is written, and how long it may take at most, in ms. */
const QUIET_MS = 1000;
const LATEST_MS = 10_000;
/** How soon it is written when something is numbered anew, in ms. */
const NUMBERED_MS = 750;
/** How many texts are written at once. */
const TOGETHER = 32;
/** How long those are waited for that have edits to commit first, in ms: it may take until a database is back. */
const WAIT_MS = 200;

type Due = { firstAtMs: number; lastAtMs: number };

/**
 * Writes what is derived from texts, outline and digest, some time after the texts: nobody waits for it, and a
 * thousand keys need it once. When something in a text is numbered anew that is after about a second, else after a
 * pause in the writing. Whoever decides on a text derives anew what lags (`freshen`).
 */
export class Deriver {
  readonly #live: Live;
  readonly #due = new Map<Room, Due>();
  /** The rooms that were asked for their text and have not given it yet. */
  readonly #asked = new Map<Room, Promise<void>>();
  /** What they gave, to be written. */
  #texts: Text[] = [];

  constructor(live: Live) {
    this.#live = live;
  }

  /** The committed text of a room has changed. */
  changed(room: Room): void {
    const now = this.#live.now();
    const due = this.#due.get(room);
    if (due) due.lastAtMs = now;
    else this.#due.set(room, { firstAtMs: now, lastAtMs: now });
  }

  isDue(room: Room): boolean {
    return this.#due.has(room) || this.#asked.has(room);
  }

  /** Writes what is due. To be called a few times each second. */
  async tick(): Promise<void> {
    const now = this.#live.now();
    let asked = 0;
    for (const [room, { firstAtMs, lastAtMs }] of this.#due) {
      const isDue =
        now - lastAtMs >= QUIET_MS ||
        now - firstAtMs >= LATEST_MS ||
        (now - firstAtMs >= NUMBERED_MS && room.isNumberedAnew);
      if (!isDue || this.#asked.has(room)) continue;
      this.#ask(room);
      asked += 1;
      if (asked === TOGETHER) break;
      await this.#live.turn(); // nobody's typing waits for more than one
    }
    await this.#writeWhatComes();
  }

  /** Writes all that can be written now, whenever it was due. */
  async finish(): Promise<void> {
    for (const room of this.#due.keys()) this.#ask(room);
    await this.#writeWhatComes();
  }

  #ask(room: Room): void {
    if (this.#asked.has(room)) return;
    const text = new Promise<Text | null>((resolve) => {
      room.want((committed) => {
        const due = this.#due.get(room) ?? null;
        this.#due.delete(room); // what changes from here on is due anew
        resolve(committed && { room, due, ...committed });
      });
    });
    const given = text.then((one) => {
      this.#asked.delete(room);
      if (one) this.#texts.push(one);
    });
    this.#asked.set(room, given);
  }

  /** Writes the texts that are there soon. One that waits for a commit holds up no other. */
  async #writeWhatComes(): Promise<void> {
    if (this.#asked.size > 0) {
      await Promise.race([Promise.all(this.#asked.values()), this.#live.sleep(WAIT_MS)]);
    }
    const texts = this.#texts;
    this.#texts = [];
    if (texts.length === 0) return;
    try {
      await this.#live.store.derive(
        texts.map(({ room, head, document }) => ({
          sectionId: room.sectionId,
          head,
          document,
          outline: outlineOf(document),
        })),
      );
    } catch (error) {
      for (const { room, due } of texts) if (due && !this.#due.has(room)) this.#due.set(room, due);
      throw error;
    }
    for (const { room, head } of texts)
      this.#live.ring({ kind: 'text', reportId: room.reportId, sectionId: room.sectionId, head });
  }
}

/** The text of a room, and since when what is derived from it has been due. */
type Text = { room: Room; due: Due | null; head: number; document: NodeJson };
