import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { onlyThreads } from '../../domain/document/anchor.ts';
import { digestOf } from '../../domain/document/canonical.ts';
import { outlineOf, type SectionKind } from '../../domain/document/outline.ts';
import { DomainError, type FieldError } from '../../domain/errors.ts';
import type { EventDetails } from '../../domain/events.ts';
import { mayHoldPen } from '../../domain/workflow/permissions.ts';
import { coordinatorOnly, type Db, findSection, type Person, sectionFor } from '../access.ts';
import { createText } from '../text/change.ts';
import { loadDocument } from '../text/load.ts';
import type { Action } from '../transaction.ts';
import { lockReport, refuseIfPublished, settleReportStage } from './report-lock.ts';
import { placeBefore, sectionOrder, setOrder } from './section-order.ts';
import { visibleThreadIds } from './threads.ts';

/** What a section is beside its text; `dueAt` and `penHolderId` null for none. */
export type SectionInput = {
  title: string;
  kind: SectionKind;
  leadDelegationId: string;
  penHolderId: string | null;
  contributorIds: string[];
  dueAt: Date | null;
};

/**
 * The committed text of a section, with what follows from it; only the comment threads are marked that
 * `person` may see. Throws `not_found`.
 */
export async function readText(db: Db, person: Person, sectionId: string) {
  await sectionFor(db, person, sectionId, { kind: 'read' });
  const [loaded, threads] = await Promise.all([
    loadDocument(db, sectionId),
    visibleThreadIds(db, person, sectionId),
  ]);
  const { head } = loaded;
  const document = onlyThreads(loaded.document, threads);
  // Derived here and not read from the row, which may be of a later head than the text just loaded.
  return { sectionId, head, digest: await digestOf(document), document, outline: outlineOf(document) };
}

/**
 * Adds a section before another one, or at the end for null. Returns its id. Throws `not_found`, `forbidden`,
 * `stage` for a published report, and `invalid` naming each field that refers to nobody or to the wrong person.
 */
export async function addSection(
  action: Action,
  person: Person,
  reportId: string,
  input: SectionInput,
  before: string | null,
): Promise<string> {
  refuseIfPublished(await lockReport(action, person, reportId));
  await checkPeople(action, input);
  const order = await sectionOrder(action, reportId);
  const id = await insertSection(action, person, reportId, order.length, input);
  if (before !== null) await setOrder(action, placeBefore(order, id, before));
  await settleReportStage(action, reportId);
  return id;
}

/** Inserts the rows of a section with an empty text, and records it. The caller has checked `input` and the place. */
export async function insertSection(
  action: Action,
  person: Person,
  reportId: string,
  place: number,
  input: SectionInput,
): Promise<string> {
  const { contributorIds, ...columns } = input;
  const { id } = await action.trx
    .insertInto('section')
    .values({ ...columns, reportId, place, removedAt: null, removedReason: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  await insertContributors(action, id, contributorIds);
  await createText(action.trx, id, person, randomBytes(9).toString('base64url'));
  const { title, kind } = input;
  await action.record('section.added', { reportId, sectionId: id, details: { title, kind } });
  return id;
}

/**
 * Changes what a section is beside its text; what stays as it was is not recorded. Throws `not_found`,
 * `forbidden`, `invalid` as `addSection` does, and `stage` where the report is published, or where the title
 * or the kind, which are printed, would change under states that are clearing or have agreed.
 */
export async function changeSection(
  action: Action,
  person: Person,
  sectionId: string,
  change: Partial<SectionInput>,
): Promise<void> {
  const section = await lockSection(action, person, sectionId);
  const next: SectionInput = { ...section.input, ...change };
  const changed = changedFields(section.input, next);
  if (changed.length === 0) return;
  refuseIfPublished(section.report);
  const printed = changed.includes('title') || changed.includes('kind');
  if (printed && (section.stage === 'clearance' || section.stage === 'agreed'))
    throw new DomainError(
      'stage',
      `States ${section.stage === 'agreed' ? 'have agreed to' : 'are clearing'} “${section.input.title}” as it stands. Return it to review before its title or kind changes.`,
    );
  const people = ['leadDelegationId', 'penHolderId', 'contributorIds'];
  if (changed.some((name) => people.includes(name))) await checkPeople(action, next);

  const { contributorIds, ...columns } = next;
  await action.trx.updateTable('section').set(columns).where('id', '=', sectionId).execute();
  if (changed.includes('contributorIds')) {
    await action.trx.deleteFrom('sectionContributor').where('sectionId', '=', sectionId).execute();
    await insertContributors(action, sectionId, contributorIds);
  }
  const details: EventDetails = { title: next.title, changed };
  if (changed.includes('title')) details.before = section.input.title;
  await action.record('section.changed', { reportId: section.report.id, sectionId, details });
}

/** Puts a section before another one of its report, or at the end for null. Throws `not_found`, `forbidden`, `stage`, `invalid`. */
export async function moveSection(
  action: Action,
  person: Person,
  sectionId: string,
  before: string | null,
): Promise<void> {
  const { report, input } = await lockSection(action, person, sectionId);
  const order = await sectionOrder(action, report.id);
  const next = placeBefore(
    order.filter((id) => id !== sectionId),
    sectionId,
    before,
  );
  if (next.join() === order.join()) return;
  refuseIfPublished(report);
  await setOrder(action, next);
  const details = { title: input.title, from: order.indexOf(sectionId) + 1, to: next.indexOf(sectionId) + 1 };
  await action.record('section.moved', { reportId: report.id, sectionId, details });
}

/** Takes a section out of its report for good, with a reason; its rows stay. Throws `not_found`, `forbidden`, `stage`. */
export async function removeSection(
  action: Action,
  person: Person,
  sectionId: string,
  reason: string,
): Promise<void> {
  const { report, input, stage } = await lockSection(action, person, sectionId);
  refuseIfPublished(report);
  await action.trx
    .updateTable('section')
    .set({ removedAt: sql<Date>`now()`, removedReason: reason })
    .where('id', '=', sectionId)
    .execute();
  await setOrder(action, await sectionOrder(action, report.id));
  await settleReportStage(action, report.id);
  const details = { title: input.title, stage, reason };
  await action.record('section.removed', { reportId: report.id, sectionId, details });
}

/** The section and its report, both locked, for a coordinator. */
async function lockSection(action: Action, person: Person, sectionId: string) {
  const { reportId } = await sectionFor(action.trx, person, sectionId, { kind: 'read' });
  coordinatorOnly(person);
  const report = await lockReport(action, person, reportId);
  // Read again behind the lock: it may have been removed while we waited.
  const facts = await findSection(action.trx, sectionId);
  if (!facts) throw new DomainError('not_found', 'There is no such section. It may have been removed.');
  const row = await action.trx
    .selectFrom('section')
    .where('id', '=', sectionId)
    .forNoKeyUpdate()
    .select(['title', 'kind', 'leadDelegationId', 'penHolderId', 'dueAt'])
    .executeTakeFirstOrThrow();
  const input: SectionInput = { ...row, contributorIds: facts.contributorIds };
  return { report, stage: facts.stage, input };
}

function changedFields(before: SectionInput, after: SectionInput): (keyof SectionInput)[] {
  const plain = ({ contributorIds, dueAt, ...rest }: SectionInput): Record<keyof SectionInput, unknown> => ({
    ...rest,
    contributorIds: [...new Set(contributorIds)].sort().join(),
    dueAt: dueAt?.getTime() ?? null,
  });
  const [a, b] = [plain(before), plain(after)];
  const names: (keyof SectionInput)[] = [
    'title',
    'kind',
    'leadDelegationId',
    'penHolderId',
    'contributorIds',
    'dueAt',
  ];
  return names.filter((name) => a[name] !== b[name]);
}

async function insertContributors({ trx }: Action, sectionId: string, contributorIds: string[]) {
  const rows = [...new Set(contributorIds)].map((delegationId) => ({ sectionId, delegationId }));
  if (rows.length > 0) await trx.insertInto('sectionContributor').values(rows).execute();
}

/** Throws `invalid` unless every state exists and the pen-holder is a drafter of the lead or of a contributing state. */
async function checkPeople({ trx }: Action, input: SectionInput): Promise<void> {
  const { leadDelegationId, contributorIds, penHolderId } = input;
  const states = new Set(
    (
      await trx
        .selectFrom('delegation')
        .where('id', 'in', [leadDelegationId, ...contributorIds])
        .select('id')
        .execute()
    ).map(({ id }) => id),
  );
  const fields: FieldError[] = [];
  if (!states.has(leadDelegationId))
    fields.push({ path: 'leadDelegationId', message: 'There is no such state.' });
  contributorIds.forEach((id, i) => {
    if (!states.has(id)) fields.push({ path: `contributorIds.${i}`, message: 'There is no such state.' });
  });
  if (penHolderId !== null) {
    const member = await trx
      .selectFrom('member')
      .where('userId', '=', penHolderId)
      .where('removedAt', 'is', null)
      .select(['userId', 'roles', 'delegationId'])
      .executeTakeFirst();
    const verdict = member && mayHoldPen(member, input);
    if (!verdict) fields.push({ path: 'penHolderId', message: 'There is no such person in this workspace.' });
    else if (!verdict.allowed) fields.push({ path: 'penHolderId', message: verdict.why });
  }
  if (fields.length > 0)
    throw new DomainError('invalid', fields.map(({ message }) => message).join(' '), fields);
}
