import * as Y from 'yjs';
import type { Db } from '../../db/connect.ts';
import { headsOf } from '../../db/text/append.ts';
import { loadDoc } from '../../db/text/load.ts';

/** A row of a log with everything that stands in it; `author` null: nobody has this number. */
type AttributedRow = { seq: number; shelf: number; author: string | null; payload: Buffer };

/**
 * What is wrong with the log of a section as a log: gaps, an end that is not where it is said to be, rows that are
 * somebody else's or on another shelf, a snapshot that tells otherwise.
 */
export async function logFaults(db: Db, sectionId: string): Promise<string[]> {
  const doc = await db
    .selectFrom('sectionDoc')
    .where('sectionId', '=', sectionId)
    .selectAll()
    .executeTakeFirstOrThrow();
  // Past the shelf, so that a row on a wrong one is found.
  const rows: AttributedRow[] = await db
    .selectFrom('sectionUpdate as row')
    .leftJoin('author', 'author.no', 'row.author')
    .where('row.log', '=', doc.log)
    .orderBy('row.seq')
    .select(['row.seq', 'row.shelf', 'author.userId as author', 'row.payload'])
    .execute();
  const head = (await headsOf(db, [sectionId])).get(sectionId) ?? 0;
  const faults: string[] = [];

  const wrong = rows.findIndex((row, i) => row.seq !== i + 1);
  if (wrong >= 0) faults.push(`row ${wrong + 1} of its log has number ${rows[wrong]?.seq}`);
  if (head !== rows.length) faults.push(`its head is ${head}, its log has ${rows.length} rows`);
  for (const { seq, shelf } of rows)
    if (shelf !== doc.shelf) faults.push(`row ${seq} is on the shelf ${shelf}, its log on ${doc.shelf}`);
  if (doc.derivedHead > head) faults.push(`derived from row ${doc.derivedHead}, and its head is ${head}`);
  if (doc.snapshotHead > head) faults.push(`its snapshot is of row ${doc.snapshotHead}, its head is ${head}`);
  if (doc.snapshot && !isVectorOf(doc.snapshotVector, doc.snapshot))
    faults.push('the state vector beside its snapshot is not that of the snapshot');
  faults.push(...strangersIn(rows, await ownersOf(db, sectionId)));

  const { ydoc } = await loadDoc(db, sectionId);
  const whole = new Y.Doc();
  for (const row of rows) Y.applyUpdate(whole, row.payload);
  if (!isSame(whole, ydoc)) faults.push('snapshot and tail are not what the whole log says');
  ydoc.destroy();
  whole.destroy();
  return faults.map((fault) => `section ${sectionId}: ${fault}`);
}

/** Whether two documents have the same insertions and deletions. */
export function isSame(a: Y.Doc, b: Y.Doc): boolean {
  return Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b));
}

/** The rows that hold what somebody else wrote than whom the log names for them. */
function strangersIn(rows: AttributedRow[], owners: Map<number, string>): string[] {
  return rows.flatMap(({ seq, author, payload }) => {
    if (author === null) return [`nobody has the number of the author of row ${seq}`];
    return [...Y.parseUpdateMeta(payload).to.keys()]
      .filter((client) => owners.get(client) !== author)
      .map((client) => `row ${seq} of ${author} holds what client ${client} of ${owners.get(client)} wrote`);
  });
}

async function ownersOf(db: Db, sectionId: string): Promise<Map<number, string>> {
  const claims = await db
    .selectFrom('sectionClient')
    .where('sectionId', '=', sectionId)
    .select(['clientId', 'userId'])
    .execute();
  return new Map(claims.map(({ clientId, userId }) => [clientId, userId]));
}

function isVectorOf(vector: Uint8Array | null, update: Uint8Array): boolean {
  if (vector === null) return true; // of an older version of this program
  const told = Y.decodeStateVector(vector);
  const real = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(update));
  return told.size === real.size && [...real].every(([client, clock]) => told.get(client) === clock);
}
