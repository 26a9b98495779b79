import * as Y from 'yjs';
import type { Db } from '../access.ts';
import { docOf, readText, type Snapshot, type StoredText } from './load.ts';

/** How many rows the log may have past the snapshot, and how many bytes in them, before it is worth writing a new one. */
export const COMPACT_AFTER_ROWS = 500;
const COMPACT_AFTER_BYTES = 1024 * 1024;

/** Whether so many rows of the log weigh more than a snapshot is worth, which leaves out what was deleted again. */
export function isLong(rows: number, bytes: number): boolean {
  return rows > COMPACT_AFTER_ROWS || bytes > COMPACT_AFTER_BYTES;
}

/**
 * Folds a text into one snapshot. Applies the rows to a Y.Doc and encodes it; `Y.mergeUpdates` over long lists
 * takes minutes.
 */
export function fold(text: StoredText): Snapshot {
  const ydoc = docOf(text);
  const snapshot = { update: Y.encodeStateAsUpdate(ydoc), vector: Y.encodeStateVector(ydoc) };
  ydoc.destroy();
  return snapshot;
}

/**
 * Writes a new snapshot of a section's text, so that opening it reads less. The log stays. Needs no lock: a
 * snapshot of head h stays true whatever is appended later, and an older one never replaces a newer one. Returns
 * false where there was nothing to fold. Throws `not_found`.
 */
export async function compact(
  db: Db,
  sectionId: string,
  folding: (text: StoredText) => Snapshot | Promise<Snapshot> = fold,
): Promise<boolean> {
  const text = await readText(db, sectionId);
  if (text.rows.length === 0) return false;
  const { update, vector } = await folding(text);
  const { numUpdatedRows } = await db
    .updateTable('sectionDoc')
    .set({ snapshot: Buffer.from(update), snapshotVector: Buffer.from(vector), snapshotHead: text.head })
    .where('sectionId', '=', sectionId)
    .where('snapshotHead', '<', text.head)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
