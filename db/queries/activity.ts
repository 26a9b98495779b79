import { sql } from 'kysely';
import { type Db, type Person, reportFor } from '../access.ts';

/** How many events one page of the activity shows. */
export const ACTIVITY_PAGE = 50;

/**
 * What happened in a report, newest first: the events before the one with id `before`, or the newest for null.
 * What only another delegation may see is left out. `more`: there are older ones. Throws `not_found`.
 */
export async function readActivity(db: Db, person: Person, reportId: string, before: number | null) {
  await reportFor(db, person, reportId);
  const rows = await db
    .selectFrom('event')
    .leftJoin('user', 'user.id', 'event.actorId')
    .leftJoin('delegation', 'delegation.id', 'event.delegationId')
    .leftJoin('section', 'section.id', 'event.sectionId')
    .where('event.reportId', '=', reportId)
    .where((where) =>
      where.or([where('visibleTo', 'is', null), where('visibleTo', '=', person.delegationId)]),
    )
    .$if(before !== null, (query) => query.where('event.id', '<', before ?? 0))
    .orderBy('event.id', 'desc')
    .limit(ACTIVITY_PAGE + 1)
    .select(['event.id', 'event.kind', 'event.at', 'event.details', 'event.actorId', 'event.sectionId'])
    .select(['user.name as actorName', 'delegation.code as actorCode', 'section.title as sectionTitle'])
    .select(sql<boolean>`section.removed_at is not null`.as('sectionRemoved'))
    .execute();
  const events = rows.slice(0, ACTIVITY_PAGE).map((row) => ({
    id: row.id,
    kind: row.kind,
    at: row.at,
    // The delegation that they acted for then, whichever they belong to now.
    actor: row.actorId ? { id: row.actorId, name: row.actorName ?? '', code: row.actorCode ?? '' } : null,
    section: row.sectionId
      ? { id: row.sectionId, title: row.sectionTitle ?? '', removed: row.sectionRemoved }
      : null,
    details: row.details,
  }));
  return { events, more: rows.length > ACTIVITY_PAGE };
}
