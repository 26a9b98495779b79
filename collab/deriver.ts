import { type NodeJson, outlineOf, type SectionOutline } from '../domain/document/outline.ts';
import type { Live } from './live.ts';
import type { Room } from './room.ts';

/** How long nobody has to write before what is derived is written, and how long it may take at most, in ms. */
const QUIET_MS = 1000;
const LATEST_MS = 10_000;
/** How soon it is written when something is numbered anew, in ms. */
const NUMBERED_MS = 750;
/** How many texts are written at once. */
const TOGETHER = 32;

type Due = { firstAtMs: number; lastAtMs: number };

/**
 * Writes what is derived from texts, outline and digest, some time after the texts: nobody waits for it, and a
 * thousand keys need it once. When something in a text is numbered anew that is after about a second, else after a
 * pause in the writing. Whoever decides on a text derives anew what lags (`freshen`).
 */
export class Deriver {
  readonly #live: Live;
  readonly #due = new Map<Room, Due>();

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
    return this.#due.has(room);
  }

  /** Writes what is due. To be called a few times each second. */
  async tick(): Promise<void> {
    const now = this.#live.now();
    const texts: Promise<Text>[] = [];
    for (const [room, { firstAtMs, lastAtMs }] of this.#due) {
      const isDue =
        now - lastAtMs >= QUIET_MS ||
        now - firstAtMs >= LATEST_MS ||
        (now - firstAtMs >= NUMBERED_MS && room.isNumberedAnew);
      if (!isDue) continue;
      if (texts.push(this.#textOf(room)) === TOGETHER) break;
      await this.#live.turn(); // nobody's typing waits for more than one
    }
    await this.#write(await Promise.all(texts));
  }

  /** Writes all that can be written now, whenever it was due. */
  async finish(): Promise<void> {
    const settled = [...this.#due.keys()].filter((room) => room.isSettled);
    await this.#write(await Promise.all(settled.map((room) => this.#textOf(room))));
  }

  #textOf(room: Room): Promise<Text> {
    return new Promise((resolve) => {
      room.want((document, head) => resolve({ room, head, document, outline: outlineOf(document) }));
    });
  }

  async #write(texts: Text[]): Promise<void> {
    if (texts.length === 0) return;
    const due = new Map(texts.map(({ room }) => [room, this.#due.get(room)]));
    for (const { room } of texts) this.#due.delete(room);
    try {
      await this.#live.store.derive(
        texts.map(({ room, ...text }) => ({ sectionId: room.sectionId, ...text })),
      );
    } catch (error) {
      for (const [room, was] of due) if (was && !this.#due.has(room)) this.#due.set(room, was);
      throw error;
    }
    for (const { room, head } of texts)
      this.#live.ring({ kind: 'text', reportId: room.reportId, sectionId: room.sectionId, head });
  }
}

type Text = { room: Room; head: number; document: NodeJson; outline: SectionOutline };
