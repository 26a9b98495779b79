import * as Y from 'yjs';
import type { Db } from '../access.ts';
import { loadDoc } from './load.ts';

/** How many rows the log may have past the snapshot before it is worth writing a new one. */
export const COMPACT_AFTER_ROWS = 500;

/**
 * Writes a new snapshot of a section's text, so that opening it reads less. The log stays. Needs no lock: a
 * snapshot of head h stays true whatever is appended later, and an older one never replaces a newer one.
 * Applies the rows to a Y.Doc and encodes it; `Y.mergeUpdates` over long lists takes minutes.
 */
export async function compact(db: Db, sectionId: string): Promise<void> {
  const { ydoc, head } = await loadDoc(db, sectionId);
  const snapshot = Buffer.from(Y.encodeStateAsUpdate(ydoc));
  ydoc.destroy();
  await db
    .updateTable('sectionDoc')
    .set({ snapshot, snapshotHead: head })
    .where('sectionId', '=', sectionId)
    .where('snapshotHead', '<', head)
    .execute();
}
