import { sql, type Transaction } from 'kysely';
import { digestOf } from '../../domain/document/canonical.ts';
import { type NodeJson, outlineOf } from '../../domain/document/outline.ts';
import type { Db } from '../access.ts';
import type { Database } from '../tables.ts';
import { authorNumbers } from './authors.ts';
import { freshen, writeDerived } from './derive.ts';

/** One row to append: what one person did. */
export type Edit = { payload: Uint8Array; userId: string; delegationId: string };

/** A log that a transaction holds: nobody else appends to it until the transaction ends. */
export type HeldLog = { log: number; shelf: number; head: number };

/**
 * Holds the logs of several sections until the transaction ends, in the order of their numbers so that nobody
 * deadlocks: the order of sequence numbers is the order of commits. What is derived from their texts is true
 * afterwards. Sections that do not exist are absent from the answer.
 */
export async function lockLogs(
  trx: Transaction<Database>,
  sectionIds: string[],
): Promise<Map<string, HeldLog>> {
  const known = await trx
    .selectFrom('sectionDoc')
    .where('sectionId', 'in', sectionIds)
    .orderBy('log')
    .select(['sectionId', 'log', 'shelf'])
    .execute();
  await sql`select lock_logs(${known.map(({ log }) => log)}::integer[])`.execute(trx);
  // Asked behind the locks: whoever held them has appended.
  const heads = await headsOf(trx, sectionIds);
  for (const sectionId of heads.keys()) await freshen(trx, sectionId);
  return new Map(
    known.map(({ sectionId, log, shelf }) => [sectionId, { log, shelf, head: heads.get(sectionId) ?? 0 }]),
  );
}

/** The sequence number of each section's last committed row; 0 for an empty log. */
export async function headsOf(db: Db, sectionIds: string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('sectionDoc')
    .where('sectionId', 'in', sectionIds)
    .select(['sectionId', sql<number>`log_head(shelf, log)`.as('head')])
    .execute();
  return new Map(rows.map(({ sectionId, head }) => [sectionId, head]));
}

/**
 * Appends one row to a log that this transaction holds, with what is derived from `document`, which is the
 * text with it. Returns the new head.
 */
export async function appendHeld(
  trx: Transaction<Database>,
  sectionId: string,
  held: HeldLog,
  { payload, userId, delegationId }: Edit,
  document: NodeJson,
): Promise<number> {
  const seq = held.head + 1;
  const author = (await authorNumbers(trx, [{ userId, delegationId }]))[0];
  if (author === undefined) throw new Error('the author of an edit has no number');
  await trx
    .insertInto('sectionUpdate')
    .values({ log: held.log, shelf: held.shelf, seq, author, payload: Buffer.from(payload) })
    .execute();
  const derived = { outline: outlineOf(document), digest: await digestOf(document) };
  await writeDerived(trx, [{ sectionId, head: seq, ...derived }]);
  return seq;
}
