import * as Y from 'yjs';
import { connect, type Db } from '../../db/connect.ts';
import { loadDoc, rowsAfter } from '../../db/text/load.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import type { SectionPromises, Writer } from './writer.ts';

/** The promises of each section as they stood at one moment. */
export type Moment = Map<string, SectionPromises>;

/** Keeps this moment's promises, to hold Postgres to them. */
export function momentOf(promises: Moment): Moment {
  return new Map(
    [...promises].map(([id, { seen, saved }]) => [id, { seen: seen.copy(), saved: saved.copy() }]),
  );
}

/** Asks the Postgres at `url` itself, past every wire and node, for what it lacks of the promises. */
export async function broken(url: string, moment: Moment): Promise<string[]> {
  const db = connect(url, { poolSize: 1 });
  try {
    const found: string[] = [];
    for (const [sectionId, { seen, saved }] of moment) {
      const { ydoc } = await loadDoc(db, sectionId);
      const said = (kind: string) => (what: string) =>
        `section ${sectionId}: ${kind}, and not in Postgres: ${what}`;
      found.push(...seen.missingIn(ydoc).map(said('seen by others')));
      found.push(...saved.missingIn(ydoc).map(said('called saved')));
      ydoc.destroy();
    }
    return found;
  } finally {
    await db.destroy();
  }
}

/** What is wrong with the log of a section as a log: gaps, a head that is not its end, a snapshot that tells otherwise. */
export async function logFaults(db: Db, sectionId: string): Promise<string[]> {
  const faults: string[] = [];
  const rows = await rowsAfter(db, sectionId, 0);
  const wrong = rows.findIndex((row, i) => row.seq !== i + 1);
  if (wrong >= 0)
    faults.push(`section ${sectionId}: row ${wrong + 1} of its log has number ${rows[wrong]?.seq}`);
  const { ydoc, head } = await loadDoc(db, sectionId);
  if (head !== rows.length)
    faults.push(`section ${sectionId}: its head is ${head}, its log has ${rows.length} rows`);
  const whole = new Y.Doc();
  for (const row of rows) Y.applyUpdate(whole, row.payload);
  if (!isSame(whole, ydoc))
    faults.push(`section ${sectionId}: snapshot and tail are not what the whole log says`);
  ydoc.destroy();
  whole.destroy();
  return faults;
}

/** In what the writers of a section differ from Postgres; nothing when all have the same text and know it saved. */
export async function differences(db: Db, sectionId: string, writers: Writer[]): Promise<string[]> {
  const { ydoc, head } = await loadDoc(db, sectionId);
  const text = JSON.stringify(documentOf(ydoc));
  const found = writers.flatMap((writer, i) => {
    const who = `section ${sectionId}, writer ${i + 1} (${writer.kind}, client ${writer.ydoc.clientID})`;
    if (!writer.isSynced) return [`${who} is not connected`];
    if (!isSame(writer.ydoc, ydoc)) return [`${who} has another text than Postgres at ${head}`];
    if (JSON.stringify(documentOf(writer.ydoc)).length !== text.length) return [`${who} shows another text`];
    if (writer.unsaved > 0) return [`${who} was not told that its last ${writer.unsaved} messages are saved`];
    return [];
  });
  ydoc.destroy();
  return found;
}

function isSame(a: Y.Doc, b: Y.Doc): boolean {
  return Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b));
}
