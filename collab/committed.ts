import * as Y from 'yjs';
import type { LogRow, StoredText } from '../db/text/load.ts';
import { syncStep2Frame, updateFrame } from './frames.ts';
import { LONG_BYTES, sizeOf } from './heavy/heavy.ts';
import { mergeMany } from './heavy/merging.ts';
import type { Heavy } from './live.ts';

/** The state vector of a replica that has nothing. */
const HAS_NOTHING = Uint8Array.of(0);

/** How many answers are kept: a client may ask with any vector. */
const MAX_ANSWERS = 32;

/** The committed text of a section as the bytes that it is stored in: enough to let people in, without a Y.Doc. */
export class Committed {
  readonly isLong: boolean;
  readonly #heavy: Heavy;
  readonly #text: StoredText;
  #vector: Uint8Array | null = null;
  readonly #answers = new Map<string, Promise<Uint8Array[]>>();

  /** Takes `text` over. */
  constructor(heavy: Heavy, text: StoredText) {
    this.#heavy = heavy;
    this.#text = text;
    this.isLong = sizeOf(text) >= LONG_BYTES;
  }

  /** The log's sequence number that the text stands on. */
  get head(): number {
    return this.#text.head;
  }

  get rows(): readonly LogRow[] {
    return this.#text.rows;
  }

  /** Takes in a row that was committed since; one that it has already changes nothing. */
  add(row: LogRow): void {
    if (row.seq <= this.#text.head) return;
    this.#text.rows.push(row);
    this.#text.head = row.seq;
    this.#vector = null;
    this.#answers.clear();
  }

  /** How far the text has come, as an encoded state vector. */
  vector(): Uint8Array {
    this.#vector ??= this.#makeVector();
    return this.#vector;
  }

  /** The frames for somebody who has what `vector` says; with the last they are synced. Each is made once. */
  answer(vector: Uint8Array): Promise<Uint8Array[]> {
    const key = Buffer.from(vector).toString('base64');
    const known = this.#answers.get(key) ?? this.#make(vector);
    if (this.#answers.size >= MAX_ANSWERS) this.#answers.clear();
    this.#answers.set(key, known);
    known.catch(() => this.#answers.delete(key));
    return known;
  }

  /** The snapshot as updates to be applied one after the other. */
  async pieces(): Promise<Uint8Array[]> {
    return this.#text.snapshot ? this.#heavy.cutUp(this.#text.snapshot.update) : [];
  }

  #makeVector(): Uint8Array {
    const { snapshot, rows } = this.#text;
    const clocks = Y.decodeStateVector(snapshot?.vector ?? HAS_NOTHING);
    for (const { payload } of rows) {
      for (const [client, clock] of Y.parseUpdateMeta(payload).to)
        clocks.set(client, Math.max(clock, clocks.get(client) ?? 0));
    }
    return Y.encodeStateVector(clocks);
  }

  async #make(vector: Uint8Array): Promise<Uint8Array[]> {
    const { snapshot } = this.#text;
    const rows = this.#text.rows.map(({ payload }) => payload);
    if (vector.length > 1)
      return [
        syncStep2Frame(
          await this.#heavy.difference([...(snapshot ? [snapshot.update] : []), ...rows], vector),
        ),
      ];
    if (!snapshot) return [syncStep2Frame(mergeMany(rows))];
    if (rows.length === 0) return [syncStep2Frame(snapshot.update)];
    return [updateFrame(snapshot.update), syncStep2Frame(mergeMany(rows))];
  }
}
