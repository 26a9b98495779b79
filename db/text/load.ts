import { sql } from 'kysely';
import * as Y from 'yjs';
import type { NodeJson } from '../../domain/document/outline.ts';
import { BODY } from '../../domain/document/schema.ts';
import { documentOf, leaveFormatting } from '../../domain/document/ydoc.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Db } from '../access.ts';

/** A row of the log: one person's edits of one flush. */
export type LogRow = { seq: number; payload: Uint8Array };

/** A text up to some row of its log, in one update, and that update's state vector. */
export type Snapshot = { update: Uint8Array; vector: Uint8Array };

/** The committed text as it is stored: a snapshot (null: none yet) and the rows past it, up to `head`. */
export type StoredText = { snapshot: Snapshot | null; rows: LogRow[]; head: number };

/** The committed text of a section as a Y.Doc of the caller's own, as of log sequence number `head`. */
export type LoadedDoc = { ydoc: Y.Doc; head: number; tail: number };

const GONE = 'There is no such section. It may have been removed.';

/** How many rows the log of a section has past its snapshot. Throws `not_found`. */
export async function tailOf(db: Db, sectionId: string): Promise<number> {
  const row = await db
    .selectFrom('sectionDoc')
    .where('sectionId', '=', sectionId)
    .select(sql<number>`log_head(shelf, log) - snapshot_head`.as('tail'))
    .executeTakeFirst();
  if (!row) throw new DomainError('not_found', GONE);
  return row.tail;
}

/** Reads a section's text as it is stored. Throws `not_found` where the section has none. */
export async function readText(db: Db, sectionId: string): Promise<StoredText> {
  const doc = await db
    .selectFrom('sectionDoc')
    .where('sectionId', '=', sectionId)
    .select(['snapshot', 'snapshotVector', 'snapshotHead'])
    .executeTakeFirst();
  if (!doc) throw new DomainError('not_found', GONE);
  const rows = await rowsAfter(db, sectionId, doc.snapshotHead);
  const snapshot = doc.snapshot && {
    update: doc.snapshot,
    vector: vectorOf(doc.snapshot, doc.snapshotVector),
  };
  return { snapshot, rows, head: rows.at(-1)?.seq ?? doc.snapshotHead };
}

const vectorOf = (update: Uint8Array, stored: Uint8Array | null) =>
  stored ?? Y.encodeStateVectorFromUpdate(update); // snapshots of older versions of this program

/** Loads a section's text; `tail` counts the rows past its snapshot. Throws `not_found`. */
export async function loadDoc(db: Db, sectionId: string): Promise<LoadedDoc> {
  const stored = await readText(db, sectionId);
  return { ydoc: docOf(stored), head: stored.head, tail: stored.rows.length };
}

/** The Y.Doc that a stored text is. */
export function docOf({ snapshot, rows }: StoredText): Y.Doc {
  const ydoc = leaveFormatting(new Y.Doc());
  ydoc.getXmlFragment(BODY);
  ydoc.transact(() => {
    if (snapshot) Y.applyUpdate(ydoc, snapshot.update);
    for (const row of rows) Y.applyUpdate(ydoc, row.payload);
  });
  return ydoc;
}

/** The log's rows past `seq`, in order. */
export async function rowsAfter(db: Db, sectionId: string, seq: number): Promise<LogRow[]> {
  return db
    .selectFrom('sectionDoc as doc')
    .innerJoin('sectionUpdate as row', (join) =>
      join.onRef('row.shelf', '=', 'doc.shelf').onRef('row.log', '=', 'doc.log'),
    )
    .where('doc.sectionId', '=', sectionId)
    .where('row.seq', '>', seq)
    .orderBy('row.seq')
    .select(['row.seq', 'row.payload'])
    .execute();
}

/** The committed text of a section as a document in JSON, as of `head`. Throws `not_found`. */
export async function loadDocument(db: Db, sectionId: string): Promise<{ document: NodeJson; head: number }> {
  const { ydoc, head } = await loadDoc(db, sectionId);
  const document = documentOf(ydoc);
  ydoc.destroy();
  return { document, head };
}

/** The sections whose log has more than `rows` rows past its snapshot. */
export async function longTails(db: Db, rows: number): Promise<string[]> {
  const found = await db
    .selectFrom('sectionDoc')
    .where(sql<boolean>`log_head(shelf, log) - snapshot_head > ${rows}`)
    .select('sectionId')
    .execute();
  return found.map(({ sectionId }) => sectionId);
}
