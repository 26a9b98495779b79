import { sql } from 'kysely';
import { maySection, type SectionFacts } from '../../domain/workflow/permissions.ts';
import type { Member } from '../../domain/workflow/roles.ts';
import type { Db } from '../access.ts';

/** Something that rights depend on, and the number that Postgres counts up whenever it changes; -1 where it is gone. */
type Stamped<T> = { facts: T | null; stamp: number };

/** What decides who may write in some sections, as it was when last read. Removed sections and members are null. */
export type Rights = {
  sections: Map<string, Stamped<SectionFacts>>;
  members: Map<string, Stamped<Member & { delegationId: string }>>;
};

/** The stamp of what does not exist: no row has it. */
const GONE = -1;

/** Reads what decides who of `userIds` may write in `sectionIds`. */
export async function readRights(db: Db, sectionIds: string[], userIds: string[]): Promise<Rights> {
  const [sections, members] = await Promise.all([
    db
      .selectFrom('section')
      .where('id', '=', sql<string>`any(${sectionIds}::uuid[])`)
      .where('removedAt', 'is', null)
      .select(['id', 'stage', 'leadDelegationId', 'penHolderId', 'rightsStamp'])
      .select(
        sql<string[]>`array(select c.delegation_id::text from section_contributor c
          where c.section_id = section.id)`.as('contributorIds'),
      )
      .execute(),
    db
      .selectFrom('member')
      .where('userId', '=', sql<string>`any(${userIds}::text[])`)
      .where('removedAt', 'is', null)
      .select(['userId', 'delegationId', 'roles', 'rightsStamp'])
      .execute(),
  ]);
  const rights: Rights = {
    sections: new Map(sectionIds.map((id) => [id, { facts: null, stamp: GONE }])),
    members: new Map(userIds.map((id) => [id, { facts: null, stamp: GONE }])),
  };
  for (const { rightsStamp, ...facts } of sections)
    rights.sections.set(facts.id, { facts, stamp: rightsStamp });
  for (const { rightsStamp, ...facts } of members)
    rights.members.set(facts.userId, { facts, stamp: rightsStamp });
  return rights;
}

/** Why somebody who writes for `delegationId` may not write in a section; null where they may. */
export function whyNot(
  rights: Rights,
  sectionId: string,
  userId: string,
  delegationId: string,
): string | null {
  const section = rights.sections.get(sectionId)?.facts;
  const member = rights.members.get(userId)?.facts;
  if (!section) return 'This section was removed from the report.';
  if (!member) return 'You are no longer a member of this workspace.';
  if (member.delegationId !== delegationId)
    return 'You now belong to another delegation. Open the section again.';
  const verdict = maySection(member, { kind: 'write' }, section);
  return verdict.allowed ? null : verdict.why;
}
