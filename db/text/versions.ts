import type { Transaction } from 'kysely';
import * as Y from 'yjs';
import { digestOf } from '../../domain/document/canonical.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import type { Database, VersionTable } from '../tables.ts';
import { loadDoc } from './load.ts';

/**
 * Keeps the committed text of a section as a version. Returns its id and its digest. Inside a transaction
 * that has locked the log (`lockLogs`) this is the text that the transaction's decision is about.
 */
export async function keepVersion(
  trx: Transaction<Database>,
  sectionId: string,
  reason: VersionTable['reason'],
  userId: string,
  name: string | null = null,
): Promise<{ id: string; digest: string; head: number }> {
  const { ydoc, head } = await loadDoc(trx, sectionId);
  const document = documentOf(ydoc);
  const digest = await digestOf(document);
  const state = Buffer.from(Y.encodeStateAsUpdate(ydoc));
  ydoc.destroy();
  const row = await trx
    .insertInto('version')
    .values({
      sectionId,
      head,
      reason,
      name,
      state,
      document: JSON.stringify(document),
      digest,
      createdBy: userId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id: row.id, digest, head };
}
