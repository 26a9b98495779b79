import { sql } from 'kysely';
import { digestOf } from '../../domain/document/canonical.ts';
import { type NodeJson, outlineOf, type SectionOutline } from '../../domain/document/outline.ts';
import type { Db } from '../access.ts';
import { loadDocument } from './load.ts';

/** What is derived from a section's text as of `head`: what others count by, and what states bind themselves to. */
export type Derived = { sectionId: string; head: number; outline: SectionOutline; digest: string };

/** A text as of `head` with its outline, of which the digest is still to be made. */
export type OutlinedText = Omit<Derived, 'digest'> & { document: NodeJson };

export async function derivedFrom({ document, ...derived }: OutlinedText): Promise<Derived> {
  return { ...derived, digest: await digestOf(document) };
}

/**
 * Writes what was derived, unless something newer is there. A comment's anchor leaves the digest as it is: it
 * is no change of the text, and a private one tells nobody.
 */
export async function writeDerived(db: Db, derived: Derived[]): Promise<void> {
  if (derived.length === 0) return;
  await sql`
    with held as materialized ( -- in one order, as several nodes may write the same
      select section_id from section_doc where section_id = any(${derived.map((one) => one.sectionId)}::uuid[])
      order by section_id for no key update)
    update section_doc as d
    set derived_head = n.head, outline = n.outline, digest = n.digest,
      changed_at = case when d.digest = n.digest and d.changed_at is not null then d.changed_at else u.at end,
      changed_by = case when d.digest = n.digest and d.changed_by is not null then d.changed_by else a.user_id end
    from unnest(
      ${derived.map((one) => one.sectionId)}::uuid[],
      ${derived.map((one) => one.head)}::integer[],
      ${derived.map((one) => JSON.stringify(one.outline))}::jsonb[],
      ${derived.map((one) => one.digest)}::text[]
    ) as n(section_id, head, outline, digest) join held using (section_id), section_update u, author a
    where d.section_id = n.section_id and d.derived_head < n.head
      and u.shelf = d.shelf and u.log = d.log and u.seq = n.head and a.no = u.author`.execute(db);
}

/** Derives anew what lags behind the log of a section. Exact in a transaction that holds the log. */
export async function freshen(db: Db, sectionId: string): Promise<void> {
  const lagging = await db
    .selectFrom('sectionDoc')
    .where('sectionId', '=', sectionId)
    .where(sql<boolean>`derived_head < log_head(shelf, log)`)
    .select('sectionId')
    .executeTakeFirst();
  if (!lagging) return;
  const { document, head } = await loadDocument(db, sectionId);
  await writeDerived(db, [await derivedFrom({ sectionId, head, document, outline: outlineOf(document) })]);
}

/** What the numbers of the report's other sections go on from; null where there is no such section. */
export async function readOutline(db: Db, sectionId: string): Promise<SectionOutline | null> {
  const row = await db
    .selectFrom('sectionDoc')
    .where('sectionId', '=', sectionId)
    .select('outline')
    .executeTakeFirst();
  return row?.outline ?? null;
}

/**
 * The sections whose outline and digest have lagged behind their log for a while, such as after a node died. While
 * people write, their node sees to it.
 */
export async function laggingSections(db: Db): Promise<{ sectionId: string; reportId: string }[]> {
  return db
    .selectFrom('sectionDoc')
    .innerJoin('section', 'section.id', 'sectionDoc.sectionId')
    .where(sql<boolean>`derived_head < log_head(shelf, log)`)
    .where(
      sql<boolean>`(select u.at from section_update u where u.shelf = section_doc.shelf and u.log = section_doc.log
        and u.seq = log_head(section_doc.shelf, section_doc.log)) < now() - interval '15 s'`,
    )
    .select(['section.id as sectionId', 'section.reportId'])
    .execute();
}
