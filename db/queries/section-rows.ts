import { sql } from 'kysely';
import type { Position } from '../../domain/workflow/positions.ts';
import type { Db } from '../access.ts';

/** The sections that are not removed, in the order of their reports, with what the rules need. Checks no right. */
export function selectSections(db: Db) {
  return db
    .selectFrom('section')
    .innerJoin('sectionDoc', 'sectionDoc.sectionId', 'section.id')
    .where('section.removedAt', 'is', null)
    .orderBy('section.reportId')
    .orderBy('section.place')
    .select([
      'section.id',
      'section.reportId',
      'section.place',
      'section.kind',
      'section.title',
      'section.stage',
      'section.leadDelegationId',
      'section.penHolderId',
      'section.dueAt',
      'sectionDoc.digest',
      sql<string[]>`array(select c.delegation_id::text from section_contributor c
        where c.section_id = section.id order by 1)`.as('contributorIds'),
    ]);
}

/** A state's newest position on a section. */
export type SectionPosition = Position & { sectionId: string };

/** The newest position of each state on each of the sections. Checks no right. */
export async function newestPositions(db: Db, sectionIds: string[]): Promise<SectionPosition[]> {
  if (sectionIds.length === 0) return [];
  return db
    .selectFrom('position')
    .where('sectionId', 'in', sectionIds)
    .distinctOn(['sectionId', 'delegationId'])
    .orderBy('sectionId')
    .orderBy('delegationId')
    .orderBy('id', 'desc')
    .select(['sectionId', 'delegationId', 'kind', 'digest'])
    .execute();
}

/** Every state that takes positions, in the order in which lists name them. */
export async function participatingStates(db: Db) {
  return db
    .selectFrom('delegation')
    .orderBy('shortName')
    .select(['id', 'code', 'shortName', 'formalName', 'tone'])
    .execute();
}
