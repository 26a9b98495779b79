import { sql } from 'kysely';
import { DomainError } from '../../domain/errors.ts';
import { coordinatorOnly, type Person, reportFor } from '../access.ts';
import type { Action } from '../transaction.ts';

/**
 * The report, locked until the action ends, for its coordinators: whoever changes its sections, their order or
 * their stages holds this lock, so that places stay without gaps and stages without races. It is taken before
 * any lock on a section or its log. Throws `not_found` or `forbidden`.
 */
export async function lockReport(action: Action, person: Person, reportId: string) {
  await reportFor(action.trx, person, reportId);
  coordinatorOnly(person);
  return lockReportRow(action, reportId);
}

/**
 * The same lock for a step that has rules of its own. Checks no right. It lets rows that refer to the report
 * be inserted: an action that holds a section and records its event would otherwise wait for whoever holds
 * the report and waits for the section.
 */
export async function lockReportRow({ trx }: Action, reportId: string) {
  return trx
    .selectFrom('report')
    .where('id', '=', reportId)
    .forNoKeyUpdate()
    .selectAll()
    .executeTakeFirstOrThrow();
}

/** Throws `stage` for a published report: what it is made of changes only on the way to a new edition. */
export function refuseIfPublished(report: { stage: string; symbol: string }): void {
  if (report.stage === 'published')
    throw new DomainError(
      'stage',
      `${report.symbol} is published. Reopen a section with a reason to begin a new edition.`,
    );
}

/**
 * Keeps the report's stage true after a section was added, removed or moved to another stage: `agreed` when
 * every section is, otherwise `drafting`. A running silence is not ended by this. Needs the report's lock.
 */
export async function settleReportStage({ trx }: Action, reportId: string): Promise<void> {
  await sql`
    update report set stage = case
      when exists (select 1 from section where report_id = report.id and removed_at is null)
        and not exists (select 1 from section
          where report_id = report.id and removed_at is null and stage <> 'agreed')
      then 'agreed' else 'drafting' end
    where id = ${reportId} and stage <> 'silence'`.execute(trx);
}
