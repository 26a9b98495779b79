import { DomainError } from '../../domain/errors.ts';
import { type Finding, sectionErrors } from '../../domain/publication/preflight.ts';
import { mayAgree } from '../../domain/workflow/agreement.ts';
import { maySection } from '../../domain/workflow/permissions.ts';
import { type SectionStage, STAGE_NAMES, stageStep } from '../../domain/workflow/stages.ts';
import { findSection, type Person, sectionFor } from '../access.ts';
import { lockLogs } from '../text/append.ts';
import { freshen } from '../text/derive.ts';
import { loadDocument } from '../text/load.ts';
import { keepVersion } from '../text/versions.ts';
import type { Action } from '../transaction.ts';
import { lockReportRow, settleReportStage } from './report-lock.ts';
import { newestPositions, participatingStates, selectSections } from './section-rows.ts';

/**
 * Takes a section to another stage, keeps its text as a version and records the step. Holds the report, the
 * section and its log, so that neither the text nor another step can come between the check and the step.
 *
 * Throws `not_found`, `forbidden`, `invalid` where the step needs a reason, `stage` where there is no such
 * step, where the text could not be published as it would be cleared, or where states hold up the agreement.
 */
export async function moveToStage(
  action: Action,
  person: Person,
  sectionId: string,
  to: SectionStage,
  reason: string | null,
): Promise<void> {
  const { reportId } = await sectionFor(action.trx, person, sectionId, { kind: 'read' });
  await lockReportRow(action, reportId);
  const row = await action.trx
    .selectFrom('section')
    .where('id', '=', sectionId)
    .forNoKeyUpdate()
    .select(['title'])
    .executeTakeFirstOrThrow();
  await lockLogs(action.trx, [sectionId]);
  // Read behind the locks: the stage may have changed, or the section gone, while we waited.
  const section = await findSection(action.trx, sectionId);
  if (!section) throw new DomainError('not_found', 'There is no such section. It may have been removed.');

  const step = stageStep(section.stage, to);
  const verdict = maySection(person, { kind: 'move', to }, section);
  if (!step || !verdict.allowed)
    throw new DomainError(
      step ? 'forbidden' : 'stage',
      verdict.allowed ? 'There is no such step.' : verdict.why,
    );
  if (step.reason === 'needed' && !reason)
    throw new DomainError('invalid', `“${step.label}” needs a reason, which is recorded.`, [
      { path: 'reason', message: 'Say why: it is recorded.' },
    ]);
  if (to === 'clearance') await refuseUnpublishable(action, reportId, sectionId, row.title);
  const name = `${STAGE_NAMES[section.stage]} → ${STAGE_NAMES[to]}`;
  const version = await keepVersion(action.trx, sectionId, 'stage', person.userId, name);
  if (to === 'agreed') {
    const states = await participatingStates(action.trx);
    const agreement = mayAgree(states, await newestPositions(action.trx, [sectionId]), version.digest);
    if (!agreement.allowed) throw new DomainError('stage', agreement.why);
  }

  await action.trx.updateTable('section').set({ stage: to }).where('id', '=', sectionId).execute();
  await settleReportStage(action, reportId);
  await action.record('section.stage_changed', {
    reportId,
    sectionId,
    details: { title: row.title, from: section.stage, to, ...(reason && { reason }), versionId: version.id },
  });
}

/** More findings than these are counted. */
const MOST_FINDINGS = 3;

/** Throws `stage` where the text, frozen from now on, holds what blocks publication; the fields are the blocks. */
async function refuseUnpublishable(
  { trx }: Action,
  reportId: string,
  sectionId: string,
  title: string,
): Promise<void> {
  // What the text refers to may stand in a section that somebody has just written in.
  const others = await selectSections(trx).where('section.reportId', '=', reportId).execute();
  for (const { id } of others) await freshen(trx, id);
  const order = await selectSections(trx)
    .where('section.reportId', '=', reportId)
    .select('sectionDoc.outline')
    .execute();
  const section = order.find(({ id }) => id === sectionId);
  if (!section) return;
  const { document } = await loadDocument(trx, sectionId);
  const pictures = await trx
    .selectFrom('file')
    .where('reportId', '=', reportId)
    .select(['id', 'width', 'height'])
    .execute();
  const errors = sectionErrors(
    { id: sectionId, kind: section.kind, title, document },
    order,
    new Map(pictures.map(({ id, width, height }) => [id, { width, height }])),
  );
  if (errors.length === 0) return;
  const rest = errors.length - MOST_FINDINGS;
  const said = errors.slice(0, MOST_FINDINGS).map(({ message }) => message);
  if (rest > 0) said.push(`${rest} more: the check on Publish lists them all.`);
  throw new DomainError(
    'stage',
    `Not put up for clearance, since it could not be published as it is, and nobody can mend it in clearance: ${said.join(' ')}`,
    errors.map(({ blockId, message }: Finding) => ({ path: blockId ?? sectionId, message })),
  );
}
