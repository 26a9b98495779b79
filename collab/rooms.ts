import { COMPACT_AFTER_ROWS } from '../db/text/compact.ts';
import type { NodeSignal } from '../domain/events.ts';
import { Deriver } from './deriver.ts';
import type { Live } from './live.ts';
import { Log } from './log.ts';
import { Outlines } from './outlines.ts';
import { Room } from './room.ts';

const POLL_MS = 1000;
const DERIVE_MS = 250;
/** How often a node looks for what nodes that died have left undone. */
const SWEEP_MS = 60_000;
const EXPIRE_MS = 20_000;
/** How long an empty room stays loaded, for whoever reloads the page; or a spoilt one, for the next to know why. */
const KEEP_EMPTY_MS = 30_000;
/** How long a node that stops waits for its database, in ms: longer than the flush loop does between two tries. */
const CLOSE_WITHIN_MS = 2500;

/** The open sections of a node, and all that goes on in them by the clock. */
export class Rooms {
  readonly #live: Live;
  readonly #log: Log;
  readonly #deriver: Deriver;
  readonly #outlines: Outlines;
  readonly #open = new Map<string, Room>();
  readonly #emptySince = new Map<Room, number>();
  /** Each ends what goes on by the clock. */
  readonly #clocks: (() => void)[];
  #deriving: Promise<void> | null = null;

  constructor(live: Live) {
    this.#live = live;
    this.#log = new Log(live);
    this.#deriver = new Deriver(live);
    this.#outlines = new Outlines(live, this.#open);
    this.#clocks = [
      live.every(POLL_MS, () => this.poll()),
      live.every(DERIVE_MS, () => this.derive()),
      live.every(EXPIRE_MS, () => this.#expireAwareness()),
      live.every(SWEEP_MS, () => this.sweep()),
    ];
    void this.sweep();
  }

  /** By section. */
  get open(): ReadonlyMap<string, Room> {
    return this.#open;
  }

  /** The room of a section, opened where it is not. */
  enter(section: { id: string; reportId: string }): Room {
    const known = this.#open.get(section.id);
    if (known) this.#emptySince.delete(known);
    const room =
      known && !known.isSpoilt ? known : new Room(this.#live, this.#log, this.#deriver, section, known);
    this.#open.set(section.id, room);
    return room;
  }

  /** The text of a section has changed somewhere. */
  heard(signal: Extract<NodeSignal, { kind: 'appended' | 'text' }>): void {
    this.#open.get(signal.sectionId)?.catchUp(signal.head);
    if (signal.kind !== 'text') return;
    this.#outlines
      .changed(signal.reportId, signal.sectionId)
      .catch((error: unknown) => this.#live.log.warn({ err: error }, 'an outline could not be told'));
  }

  /** Carets on another node. */
  heardAwareness(sectionId: string, update: Uint8Array): void {
    this.#open.get(sectionId)?.carets.heard(update);
  }

  /** A doorbell may be lost; the heads of the open sections tell what was missed. */
  async poll(): Promise<void> {
    this.#forgetIdle();
    let connections = 0;
    for (const room of this.#open.values()) connections += room.connections.size;
    this.#live.traffic.tell(this.#open.size, connections);
    if (this.#open.size === 0) return;
    try {
      const sent = new Map([...this.#open].map(([sectionId, room]) => [sectionId, room.cursor]));
      const heads = await this.#live.store.heads([...sent.keys()]);
      for (const [sectionId, head] of heads) {
        const room = this.#open.get(sectionId);
        // The smaller one, as it may be another room by now.
        if (room && head < Math.min(sent.get(sectionId) ?? 0, room.cursor)) room.lostEnd();
        else room?.catchUp(head);
      }
    } catch {
      // The database does not answer; the flush loop and the health address say so.
    }
  }

  /** Writes what was derived and is due. */
  async derive(): Promise<void> {
    this.#deriving ??= this.#deriver
      .tick()
      .catch((error: unknown) =>
        this.#live.log.warn({ err: error }, 'what was derived was not written; it is tried again'),
      )
      .finally(() => {
        this.#deriving = null;
      });
    await this.#deriving;
  }

  /** Does what nodes that died have left undone: derives what lags, folds long logs. */
  async sweep(): Promise<void> {
    const { store, log, ring } = this.#live;
    try {
      for (const { sectionId, reportId } of await store.lagging()) {
        await store.freshen(sectionId);
        ring({ kind: 'text', reportId, sectionId, head: 0 });
      }
      for (const sectionId of await store.longTails(COMPACT_AFTER_ROWS)) {
        if (!this.#open.has(sectionId) && (await store.compact(sectionId))) this.#live.traffic.compacted();
      }
    } catch (error) {
      log.warn({ err: error }, 'the sweep was not finished; another follows');
    }
  }

  /**
   * Commits what waits, writes what is derived from it, and ends. Where the database does not let it, it ends
   * without: what was not committed is in its author's tab, and the next node derives the rest.
   */
  async close(): Promise<void> {
    for (const end of this.#clocks) end();
    this.#log.close();
    await Promise.race([this.#writeAllDown(), this.#live.sleep(CLOSE_WITHIN_MS)]);
    await this.#live.heavy.close();
  }

  async #writeAllDown(): Promise<void> {
    await this.#log.drained();
    await this.#deriving;
    await this.#deriver.finish().catch((error: unknown) => {
      this.#live.log.warn({ err: error }, 'what was derived was not written; the next node does it');
    });
  }

  #forgetIdle(): void {
    const now = this.#live.now();
    for (const room of this.#open.values()) {
      if (room.connections.size > 0) continue;
      const since = this.#emptySince.get(room) ?? now;
      this.#emptySince.set(room, since);
      if (now - since < KEEP_EMPTY_MS || !(room.isSpoilt || room.isIdle)) continue;
      this.#emptySince.delete(room);
      this.#open.delete(room.sectionId);
      void room.compaction.run();
    }
  }

  #expireAwareness(): void {
    for (const room of this.#open.values()) room.carets.expire();
  }
}
