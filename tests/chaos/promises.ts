import * as Y from 'yjs';

/** Part of what one Yjs client wrote: its characters and marks from `clock` on, `length` of them. */
type Range = { clock: number; length: number };

/**
 * What somebody was shown, or was told is saved, of one section: insertions and deletions. It only grows, and
 * every bit of it has to be in Postgres.
 */
export class Promises {
  readonly #written = new Map<number, Range[]>();
  readonly #deleted = new Map<number, Range[]>();

  /** All that is in an update of Yjs, whoever wrote it. */
  add(update: Uint8Array): void {
    const { structs, ds } = Y.decodeUpdate(update);
    for (const struct of structs)
      if (!(struct instanceof Y.Skip)) note(this.#written, struct.id.client, struct.id.clock, struct.length);
    for (const [client, ranges] of ds.clients)
      for (const { clock, len } of ranges) note(this.#deleted, client, clock, len);
  }

  /** As it is now, to compare with what Postgres has a moment later. */
  copy(): Promises {
    const copy = new Promises();
    for (const [from, to] of [
      [this.#written, copy.#written],
      [this.#deleted, copy.#deleted],
    ] as const)
      for (const [client, ranges] of from)
        to.set(
          client,
          ranges.map((range) => ({ ...range })),
        );
    return copy;
  }

  /** What of it `ydoc` lacks, in words; nothing is as it must be. */
  missingIn(ydoc: Y.Doc): string[] {
    const missing: string[] = [];
    for (const [client, ranges] of this.#written) {
      const has = Y.getState(ydoc.store, client);
      for (const { clock, length } of ranges)
        if (clock + length > has)
          missing.push(`what client ${client} wrote from ${Math.max(clock, has)} to ${clock + length}`);
    }
    for (const [client, ranges] of this.#deleted)
      for (const { clock, length } of ranges) {
        const left = undeleted(ydoc, client, clock, length);
        if (left !== null) missing.push(`the deletion of ${left} of client ${client} (${clock}+${length})`);
      }
    return missing;
  }

  /** How many characters, marks and blocks it holds. */
  get size(): number {
    return [...this.#written.values()].flat().reduce((sum, range) => sum + range.length, 0);
  }
}

/** Adds a range, and joins it with those that it touches: the list stays sorted and apart. */
function note(map: Map<number, Range[]>, client: number, clock: number, length: number): void {
  const ranges = map.get(client) ?? [];
  let [from, to] = [clock, clock + length];
  const apart = ranges.filter((range) => {
    const touches = range.clock <= to && range.clock + range.length >= from;
    if (touches) [from, to] = [Math.min(from, range.clock), Math.max(to, range.clock + range.length)];
    return !touches;
  });
  apart.push({ clock: from, length: to - from });
  map.set(
    client,
    apart.sort((a, b) => a.clock - b.clock),
  );
}

/** The first clock of the range that `ydoc` still shows or does not know, or null. */
function undeleted(ydoc: Y.Doc, client: number, clock: number, length: number): number | null {
  if (Y.getState(ydoc.store, client) < clock + length) return Y.getState(ydoc.store, client);
  for (let at = clock; at < clock + length; ) {
    const struct = Y.getItem(ydoc.store, Y.createID(client, at));
    if (!struct.deleted) return at;
    at = struct.id.clock + struct.length;
  }
  return null;
}
