import * as Y from 'yjs';
import type { NodeJson } from '../../domain/document/outline.ts';
import { BODY } from '../../domain/document/schema.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Db } from '../access.ts';

/** A row of the log: one person's edits of one flush. */
export type LogRow = { seq: number; payload: Uint8Array };

/** The committed text of a section as a Y.Doc of the caller's own, as of log sequence number `head`. */
export type LoadedDoc = { ydoc: Y.Doc; head: number; tail: number };

/**
 * Loads a section's text: its snapshot and what the log has past it; `tail` counts the rows past the snapshot.
 * Throws `not_found` where the section has no text.
 */
export async function loadDoc(db: Db, sectionId: string): Promise<LoadedDoc> {
  const doc = await db
    .selectFrom('sectionDoc')
    .where('sectionId', '=', sectionId)
    .select(['snapshot', 'snapshotHead'])
    .executeTakeFirst();
  if (!doc) throw new DomainError('not_found', 'There is no such section. It may have been removed.');
  const rows = await rowsAfter(db, sectionId, doc.snapshotHead);
  const ydoc = new Y.Doc();
  ydoc.getXmlFragment(BODY);
  ydoc.transact(() => {
    if (doc.snapshot) Y.applyUpdate(ydoc, doc.snapshot);
    for (const row of rows) Y.applyUpdate(ydoc, row.payload);
  });
  return { ydoc, head: rows.at(-1)?.seq ?? doc.snapshotHead, tail: rows.length };
}

/** The log's rows past `seq`, in order. */
export async function rowsAfter(db: Db, sectionId: string, seq: number): Promise<LogRow[]> {
  return db
    .selectFrom('sectionUpdate')
    .where('sectionId', '=', sectionId)
    .where('seq', '>', seq)
    .orderBy('seq')
    .select(['seq', 'payload'])
    .execute();
}

/** The committed text of a section as a document in JSON, as of `head`. Throws `not_found`. */
export async function loadDocument(db: Db, sectionId: string): Promise<{ document: NodeJson; head: number }> {
  const { ydoc, head } = await loadDoc(db, sectionId);
  const document = documentOf(ydoc);
  ydoc.destroy();
  return { document, head };
}
