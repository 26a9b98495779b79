import type { Transaction } from 'kysely';
import type { SectionFacts } from '../../domain/workflow/permissions.ts';
import type { Member } from '../../domain/workflow/roles.ts';
import type { Database } from '../tables.ts';

/** Sections and members as they stand; removed ones are absent. */
export type Rights = { sections: Map<string, SectionFacts>; members: Map<string, Member> };

/**
 * Reads what decides who may write in these sections, and holds it until the transaction ends: a change of
 * stage, role or membership waits, or has happened before. In the order of ids, so that nobody deadlocks.
 */
export async function lockRights(
  trx: Transaction<Database>,
  sectionIds: string[],
  userIds: string[],
): Promise<Rights> {
  const sections = await trx
    .selectFrom('section')
    .where('id', 'in', sectionIds)
    .where('removedAt', 'is', null)
    .orderBy('id')
    .forShare()
    .select(['id', 'stage', 'leadDelegationId', 'penHolderId'])
    .execute();
  const contributors = await trx
    .selectFrom('sectionContributor')
    .where('sectionId', 'in', sectionIds)
    .selectAll()
    .execute();
  const members = await trx
    .selectFrom('member')
    .where('userId', 'in', userIds)
    .where('removedAt', 'is', null)
    .orderBy('userId')
    .forShare()
    .select(['userId', 'delegationId', 'roles'])
    .execute();
  return {
    sections: new Map(
      sections.map((section) => [
        section.id,
        {
          ...section,
          contributorIds: contributors.filter((c) => c.sectionId === section.id).map((c) => c.delegationId),
        },
      ]),
    ),
    members: new Map(members.map((member) => [member.userId, member])),
  };
}
