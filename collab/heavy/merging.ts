import * as Y from 'yjs';

/** How many updates `Y.mergeUpdates` takes at once: its time grows with the square of their number. */
const TOGETHER = 32;

/** One update that does what all of these do, in time that grows with their number. */
export function mergeMany(updates: Uint8Array[]): Uint8Array {
  let merged = updates;
  while (merged.length > 1) {
    const fewer: Uint8Array[] = [];
    for (let i = 0; i < merged.length; i += TOGETHER)
      fewer.push(Y.mergeUpdates(merged.slice(i, i + TOGETHER)));
    merged = fewer;
  }
  return merged[0] ?? NOTHING;
}

/** The update in which there is nothing. */
export const NOTHING = Uint8Array.of(0, 0);

/** What of these updates, which depend on nothing else, a replica lacks that has what `vector` says. */
export function difference(updates: Uint8Array[], vector: Uint8Array): Uint8Array {
  return Y.diffUpdate(mergeMany(updates), vector);
}
