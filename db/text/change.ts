import { sql, type Transaction } from 'kysely';
import * as Y from 'yjs';
import { digestOf } from '../../domain/document/canonical.ts';
import { EMPTY_OUTLINE, type NodeJson } from '../../domain/document/outline.ts';
import { BODY } from '../../domain/document/schema.ts';
import { checkedDocument, documentOf } from '../../domain/document/ydoc.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Database } from '../tables.ts';
import type { Action } from '../transaction.ts';
import { appendHeld, lockLogs } from './append.ts';
import type { Author } from './authors.ts';
import { loadDoc } from './load.ts';

/** The text of a section after a change: as of `head`. */
export type ChangedText = { head: number; digest: string; document: NodeJson };

/** Gives a new section its text: one empty paragraph to write in, with the id `paragraphId`. */
export async function createText(
  trx: Transaction<Database>,
  sectionId: string,
  author: Author,
  paragraphId: string,
) {
  const ydoc = new Y.Doc();
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.setAttribute('id', paragraphId);
  ydoc.getXmlFragment(BODY).insert(0, [paragraph]);
  await createTextFrom(trx, sectionId, author, ydoc);
}

/** Gives a new section the text in `ydoc`, as the first row of its log. */
export async function createTextFrom(
  trx: Transaction<Database>,
  sectionId: string,
  author: Author,
  ydoc: Y.Doc,
) {
  const document = documentOf(ydoc);
  checkedDocument(document);
  const shelf = await openShelfFor(trx, sectionId);
  const { log } = await trx
    .insertInto('sectionDoc')
    .values({
      sectionId,
      shelf,
      outline: JSON.stringify(EMPTY_OUTLINE),
      digest: '',
      snapshot: null,
      snapshotVector: null,
      changedAt: null,
      changedBy: null,
    })
    .returning('log')
    .executeTakeFirstOrThrow();
  await claimClient(trx, sectionId, ydoc.clientID, author.userId);
  const edit = { ...author, payload: Y.encodeStateAsUpdate(ydoc) };
  await appendHeld(trx, sectionId, { log, shelf, head: 0 }, edit, document);
}

/** The year in which the section's report was begun, whose partition of the log is there afterwards. */
async function openShelfFor(trx: Transaction<Database>, sectionId: string): Promise<number> {
  const { shelf } = await trx
    .selectFrom('section')
    .innerJoin('report', 'report.id', 'section.reportId')
    .where('section.id', '=', sectionId)
    .select(sql<number>`extract(year from report.created_at at time zone 'UTC')::smallint`.as('shelf'))
    .executeTakeFirstOrThrow();
  await sql`select open_shelf(${shelf}::smallint)`.execute(trx);
  return shelf;
}

/**
 * Changes a section's text without a socket, within `action`: loads it, lets `change` edit the Y.Doc, checks
 * the result against the schema and appends the difference past the head it read. Whoever has the section
 * open is told after the commit. Checks no right: the caller has asked `sectionFor`. Throws what `change` throws.
 */
export async function changeText(
  action: Action,
  section: { id: string; reportId: string },
  author: Author,
  change: (ydoc: Y.Doc) => void,
): Promise<ChangedText> {
  const held = (await lockLogs(action.trx, [section.id])).get(section.id);
  if (!held) throw new DomainError('not_found', 'There is no such section. It may have been removed.');
  const { ydoc } = await loadDoc(action.trx, section.id);
  const before = Y.encodeStateVector(ydoc);
  let changed = false;
  ydoc.on('update', () => {
    changed = true;
  });
  ydoc.transact(() => change(ydoc));

  const document = documentOf(ydoc);
  checkedDocument(document);
  const digest = await digestOf(document);
  if (!changed) return { head: held.head, digest, document };

  await claimClient(action.trx, section.id, ydoc.clientID, author.userId);
  const edit = { ...author, payload: Y.encodeStateAsUpdate(ydoc, before) };
  const head = await appendHeld(action.trx, section.id, held, edit, document);
  ydoc.destroy();
  action.signal({ kind: 'text', reportId: section.reportId, sectionId: section.id, head });
  return { head, digest, document };
}

/** Records whose a Yjs client id is. Returns false when it is somebody else's already. */
export async function claimClient(
  trx: Transaction<Database>,
  sectionId: string,
  clientId: number,
  userId: string,
) {
  const claimed = await trx
    .insertInto('sectionClient')
    .values({ sectionId, clientId, userId })
    .onConflict((conflict) => conflict.columns(['sectionId', 'clientId']).doNothing())
    .returning('userId')
    .executeTakeFirst();
  if (claimed) return true;
  const owner = await trx
    .selectFrom('sectionClient')
    .where('sectionId', '=', sectionId)
    .where('clientId', '=', clientId)
    .select('userId')
    .executeTakeFirst();
  return owner?.userId === userId;
}
