import type { Transaction } from 'kysely';
import * as Y from 'yjs';
import { digestOf } from '../../domain/document/canonical.ts';
import { type NodeJson, outlineOf } from '../../domain/document/outline.ts';
import { BODY } from '../../domain/document/schema.ts';
import { checkedDocument, documentOf } from '../../domain/document/ydoc.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Person } from '../access.ts';
import type { Database } from '../tables.ts';
import type { Action } from '../transaction.ts';
import { appendLocked, lockLogs } from './append.ts';
import { loadDoc } from './load.ts';

type Author = Pick<Person, 'userId' | 'delegationId'>;

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
  const derived = { outline: outlineOf(document), digest: await digestOf(document) };
  await trx
    .insertInto('sectionDoc')
    .values({
      sectionId,
      outline: JSON.stringify(derived.outline),
      digest: derived.digest,
      snapshot: null,
      changedAt: null,
      changedBy: null,
    })
    .execute();
  const { userId, delegationId } = author;
  const edits = [{ payload: Y.encodeStateAsUpdate(ydoc), userId, delegationId }];
  await claimClient(trx, sectionId, ydoc.clientID, userId);
  await appendLocked(trx, new Map([[sectionId, 0]]), [{ sectionId, edits, derived }]);
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
  const heads = await lockLogs(action.trx, [section.id]);
  if (!heads.has(section.id))
    throw new DomainError('not_found', 'There is no such section. It may have been removed.');
  const { ydoc } = await loadDoc(action.trx, section.id);
  const before = Y.encodeStateVector(ydoc);
  let changed = false;
  ydoc.on('update', () => {
    changed = true;
  });
  ydoc.transact(() => change(ydoc));

  const document = documentOf(ydoc);
  checkedDocument(document);
  const derived = { outline: outlineOf(document), digest: await digestOf(document) };
  const edits = changed
    ? [
        {
          payload: Y.encodeStateAsUpdate(ydoc, before),
          userId: author.userId,
          delegationId: author.delegationId,
        },
      ]
    : [];
  if (changed) await claimClient(action.trx, section.id, ydoc.clientID, author.userId);
  const head =
    (await appendLocked(action.trx, heads, [{ sectionId: section.id, edits, derived }])).get(section.id) ?? 0;
  ydoc.destroy();
  if (changed) action.signal({ kind: 'text', reportId: section.reportId, sectionId: section.id, head });
  return { head, digest: derived.digest, document };
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
