import { connect, type Db } from '../../db/connect.ts';
import { loadDoc } from '../../db/text/load.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import { isSame } from './log-faults.ts';
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
