import { type Kysely, sql, type Transaction } from 'kysely';
import { DomainError } from '../domain/errors.ts';
import {
  mayCoordinate,
  maySection,
  type SectionAction,
  type SectionFacts,
} from '../domain/workflow/permissions.ts';
import type { Member } from '../domain/workflow/roles.ts';
import type { ReportStage } from '../domain/workflow/stages.ts';
import type { Database } from './tables.ts';

export type Db = Kysely<Database> | Transaction<Database>;

/** Somebody who is signed in and a member: what every query that serves a person is given. */
export type Person = Member & {
  name: string;
  email: string;
  code: string;
  tone: number;
  delegationName: string;
};

/** A section with what the rules need of it. */
export type AccessibleSection = SectionFacts & { id: string; reportId: string; reportStage: ReportStage };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for text that Postgres takes as a uuid; anything else cannot be the id of a row. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

/** The member behind a signed-in user. Throws `forbidden` when they never were or are no longer one. */
export async function personOf(db: Db, userId: string): Promise<Person> {
  return mustBeMember((await peopleOf(db, [userId])).get(userId));
}

/** Passes on a member. Throws `forbidden` for nobody. */
export function mustBeMember(person: Person | undefined): Person {
  if (!person)
    throw new DomainError('forbidden', 'You are no longer a member of this workspace. Ask a coordinator.');
  return person;
}

/** The members behind signed-in users, by user id; the others are left out. */
export async function peopleOf(db: Db, userIds: string[]): Promise<Map<string, Person>> {
  const rows = await db
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .innerJoin('delegation', 'delegation.id', 'member.delegationId')
    .where('member.userId', '=', sql<string>`any(${userIds}::text[])`)
    .where('member.removedAt', 'is', null)
    .select([
      'member.userId',
      'member.delegationId',
      'member.roles',
      'user.name',
      'user.email',
      'delegation.code',
      'delegation.tone',
      'delegation.shortName as delegationName',
    ])
    .execute();
  return new Map(rows.map((person) => [person.userId, person]));
}

/**
 * The section, if `person` may do `action` to it now: the only door to a section. Throws `not_found` for an
 * unknown or removed one and `forbidden` or `stage`, with the rule's own sentence, for what is not allowed.
 */
export async function sectionFor(
  db: Db,
  person: Person,
  sectionId: string,
  action: SectionAction,
): Promise<AccessibleSection> {
  const section = await findSection(db, sectionId);
  if (!section) throw new DomainError('not_found', 'There is no such section. It may have been removed.');
  const verdict = maySection(person, action, section);
  if (!verdict.allowed) throw new DomainError('forbidden', verdict.why);
  return section;
}

/** The facts of a section, or undefined where there is none or it was removed. Checks no right: for the server itself. */
export async function findSection(db: Db, sectionId: string): Promise<AccessibleSection | undefined> {
  const [section] = (await findSections(db, [sectionId])).values();
  return section;
}

/** Sections as `findSection` finds them, by id. */
export async function findSections(db: Db, sectionIds: string[]): Promise<Map<string, AccessibleSection>> {
  const sections = await db
    .selectFrom('section')
    .innerJoin('report', 'report.id', 'section.reportId')
    .where('section.id', '=', sql<string>`any(${sectionIds.filter(isId)}::uuid[])`)
    .where('section.removedAt', 'is', null)
    .select([
      'section.id',
      'section.reportId',
      'section.stage',
      'section.leadDelegationId',
      'section.penHolderId',
      'report.stage as reportStage',
    ])
    .select(
      sql<string[]>`array(select c.delegation_id::text from section_contributor c
        where c.section_id = section.id)`.as('contributorIds'),
    )
    .execute();
  return new Map(sections.map((section) => [section.id, section]));
}

/** The report, which every member may read. Throws `not_found`. */
export async function reportFor(db: Db, _person: Person, reportId: string) {
  const report = isId(reportId)
    ? await db.selectFrom('report').where('id', '=', reportId).selectAll().executeTakeFirst()
    : undefined;
  if (!report) throw new DomainError('not_found', 'There is no such report.');
  return report;
}

/** Throws `forbidden` unless `person` is a coordinator. */
export function coordinatorOnly(person: Person): void {
  const verdict = mayCoordinate(person);
  if (!verdict.allowed) throw new DomainError('forbidden', verdict.why);
}
