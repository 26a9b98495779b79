import { isLong } from '../db/text/compact.ts';
import type { LogRow } from '../db/text/load.ts';
import type { Compaction } from './compaction.ts';
import type { Connection } from './connection.ts';
import { syncStep2Frame, updateFrame } from './frames.ts';
import { mergeMany } from './heavy/merging.ts';
import type { Live } from './live.ts';
import type { Batch } from './queue.ts';
import type { SectionText } from './section-text.ts';

/** What the delivery of a section asks of its room, and tells it. */
type Owner = {
  /** False while a commit is under way, which brings the rows of others itself, or nothing is done there any more. */
  mayCatchUp(): boolean;
  /** Does what must not go wrong. */
  ifSound(work: () => void): void;
  caughtUp(): void;
};

/** How far the people in a section were sent its log, and what brings them further. Only what is committed is sent. */
export class Delivery {
  readonly #live: Live;
  readonly #sectionId: string;
  readonly #connections: ReadonlySet<Connection>;
  readonly #text: SectionText;
  readonly #compaction: Compaction;
  readonly #owner: Owner;
  #cursor = 0;
  /** The highest head that the doorbell told of. */
  #rung = 0;
  #catchingUp: Promise<void> | null = null;

  constructor(
    live: Live,
    section: { id: string; connections: ReadonlySet<Connection>; text: SectionText; compaction: Compaction },
    owner: Owner,
  ) {
    this.#live = live;
    this.#sectionId = section.id;
    this.#connections = section.connections;
    this.#text = section.text;
    this.#compaction = section.compaction;
    this.#owner = owner;
  }

  /** The log's sequence number up to which the connections were sent everything. */
  get cursor(): number {
    return this.#cursor;
  }

  /** True while the text, read anew, is newer than what everybody was sent: the rows between are on their way. */
  get isBehind(): boolean {
    return this.#text.head > this.#cursor;
  }

  /** Nobody was sent anything yet: whoever is sent the text has all rows up to this one. */
  beginAt(head: number): void {
    this.#cursor = head;
  }

  /** The log has a row `head`, written elsewhere: brings what is missing. */
  catchUp(head: number): void {
    this.#rung = Math.max(this.#rung, head);
    if (head <= this.#cursor || !this.#owner.mayCatchUp()) return; // while a commit is under way, it looks afterwards
    this.#text.whenOpen(() => {
      this.#catchingUp ??= this.#bringRows().finally(() => {
        this.#catchingUp = null;
      });
    });
  }

  /** Brings what came meanwhile. */
  catchUpWithRung(): void {
    this.catchUp(this.#rung);
  }

  /** A row of another node, behind all that were sent. */
  bring(row: LogRow): void {
    if (row.seq <= this.#cursor) return;
    this.#text.foreign(row);
    const bytes = updateFrame(row.payload);
    for (const connection of this.#connections) connection.send(bytes);
    this.#cursor = row.seq;
    this.#compaction.grew([row]);
  }

  /** A batch with edits of ours is committed, behind the row `before`: others get it. */
  broadcast({ entries, flush }: Batch, before: number): void {
    const authors = new Set(entries.filter(({ payload }) => payload).map((entry) => entry.connection));
    const bytes = updateFrame(mergeMany(flush.edits.map(({ payload }) => payload)));
    for (const connection of this.#connections) {
      // Its own words alone nobody needs back; among others' they do no harm.
      if (authors.size === 1 && authors.has(connection)) continue;
      connection.send(bytes);
    }
    // Not sooner: who falls behind at this very batch lacks what comes after the cursor.
    const head = before + flush.edits.length;
    this.#compaction.grew(flush.edits.slice(Math.max(this.#cursor - before, 0)));
    this.#cursor = Math.max(this.#cursor, head);
  }

  /** Brings what was committed elsewhere, and learns whose these Yjs clients are. False: nobody waits for it any more. */
  async lookUp(clients: number[]): Promise<boolean> {
    const [rows, owners] = await Promise.all([
      this.#text.rowsAfter(this.#cursor),
      this.#text.ownersOf(clients),
    ]);
    if (!rows || !owners) return false;
    for (const row of rows) this.#owner.ifSound(() => this.bring(row));
    return true;
  }

  /** What somebody lacks who was sent everything up to row `seq` (-1: nothing at all), and which row that brings them to. */
  async framesAfter(seq: number): Promise<{ frames: Uint8Array[]; head: number } | null> {
    const rows = seq < 0 ? null : await this.#text.rowsAfter(seq);
    const bytes = rows?.reduce((sum, { payload }) => sum + payload.length, 0) ?? 0;
    if (rows && !isLong(rows.length, bytes)) {
      const frames = rows.length > 0 ? [syncStep2Frame(mergeMany(rows.map(({ payload }) => payload)))] : [];
      return { frames, head: rows.at(-1)?.seq ?? seq };
    }
    return this.#text.whole();
  }

  async #bringRows(): Promise<void> {
    try {
      // The doorbell may have rung for more while some were read.
      while (this.#cursor < this.#rung && this.#owner.mayCatchUp()) {
        const rows = await this.#live.store.rowsAfter(this.#sectionId, this.#cursor);
        if (rows.length === 0) break;
        for (const row of rows) this.#owner.ifSound(() => this.bring(row));
      }
    } catch (error) {
      this.#live.log.warn(
        { err: error, section: this.#sectionId },
        'rows of another node could not be read; the poll tries again',
      );
    }
    this.#owner.caughtUp();
  }
}
