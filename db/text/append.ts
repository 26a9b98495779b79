import { sql, type Transaction } from 'kysely';
import type { SectionOutline } from '../../domain/document/outline.ts';
import type { Database } from '../tables.ts';

/** One row to append: what one person did. */
export type Edit = { payload: Uint8Array; userId: string; delegationId: string };

/** What is derived from the text once the edits are in. */
export type Derived = { outline: SectionOutline; digest: string };

export type Append = { sectionId: string; edits: Edit[]; derived: Derived };

/**
 * Locks the logs of several sections, in the order of their ids so that two nodes cannot deadlock, and
 * returns their heads. Until the transaction ends nobody else appends to them, so the order of sequence
 * numbers is the order of commits.
 */
export async function lockLogs(
  trx: Transaction<Database>,
  sectionIds: string[],
): Promise<Map<string, number>> {
  const rows = await trx
    .selectFrom('sectionDoc')
    .where('sectionId', 'in', sectionIds)
    .orderBy('sectionId')
    .forUpdate()
    .select(['sectionId', 'head'])
    .execute();
  return new Map(rows.map((row) => [row.sectionId, row.head]));
}

/**
 * Appends to logs that `lockLogs` has locked in this transaction; `heads` are its answer. Returns the new
 * heads. Two statements, however many sections and rows.
 */
export async function appendLocked(
  trx: Transaction<Database>,
  heads: Map<string, number>,
  appends: Append[],
): Promise<Map<string, number>> {
  const next = new Map<string, number>();
  const rows = appends.flatMap(({ sectionId, edits }) => {
    const head = heads.get(sectionId) ?? 0;
    next.set(sectionId, head + edits.length);
    return edits.map((edit, i) => ({
      ...edit,
      sectionId,
      seq: head + 1 + i,
      payload: Buffer.from(edit.payload),
    }));
  });
  if (rows.length === 0) return next;
  await trx.insertInto('sectionUpdate').values(rows).execute();

  const changed = appends.filter(({ edits }) => edits.length > 0);
  // A comment's anchor leaves the digest as it is: it is no change of the text, and a private one tells nobody.
  await sql`
    update section_doc as d
    set head = n.head, outline = n.outline, digest = n.digest,
      changed_at = case when d.digest = n.digest and d.changed_at is not null then d.changed_at else now() end,
      changed_by = case when d.digest = n.digest and d.changed_by is not null then d.changed_by else n.changed_by end
    from unnest(
      ${changed.map((a) => a.sectionId)}::uuid[],
      ${changed.map((a) => next.get(a.sectionId))}::bigint[],
      ${changed.map((a) => JSON.stringify(a.derived.outline))}::jsonb[],
      ${changed.map((a) => a.derived.digest)}::text[],
      ${changed.map((a) => a.edits.at(-1)?.userId)}::text[]
    ) as n(section_id, head, outline, digest, changed_by)
    where d.section_id = n.section_id`.execute(trx);
  return next;
}
