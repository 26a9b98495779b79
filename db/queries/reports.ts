import { sql } from 'kysely';
import { DomainError } from '../../domain/errors.ts';
import { type ReportTemplate, TEMPLATE_SECTIONS } from '../../domain/report-template.ts';
import { whatWaits } from '../../domain/waiting.ts';
import { SECTION_STAGES } from '../../domain/workflow/stages.ts';
import { coordinatorOnly, type Db, type Person } from '../access.ts';
import type { Action } from '../transaction.ts';
import { violationOf } from '../violations.ts';
import { lockReport, refuseIfPublished } from './report-lock.ts';
import { newestPositions, participatingStates, selectSections } from './section-rows.ts';
import { insertSection } from './sections.ts';

/** Every report, newest first, with what in it waits for `person` at `now`. A handful of queries, however many reports. */
export async function listReports(db: Db, person: Person, now: Date) {
  const [reports, sections, states, replies] = await Promise.all([
    db
      .selectFrom('report')
      .orderBy('createdAt', 'desc')
      .orderBy('id')
      .select(['id', 'symbol', 'title', 'stage', 'sample', 'languages'])
      .execute(),
    selectSections(db).execute(),
    participatingStates(db),
    threadsWithReplies(db, person),
  ]);
  const inClearance = sections.filter(({ stage }) => stage === 'clearance').map(({ id }) => id);
  const positions = await newestPositions(db, inClearance);

  return reports.map((report) => {
    const own = sections
      .filter(({ reportId }) => reportId === report.id)
      .map((section) => ({
        ...section,
        positions: positions.filter(({ sectionId }) => sectionId === section.id),
      }));
    const due = own.flatMap(({ stage, dueAt }) => (stage !== 'agreed' && dueAt ? [dueAt.getTime()] : []));
    const toDo = {
      stage: report.stage,
      sections: own,
      threadsWithReplies: replies.get(report.id) ?? 0,
    };
    const state = { id: person.delegationId, shortName: person.delegationName };
    return {
      ...report,
      sections: countStages(own.map(({ stage }) => stage)),
      nextDueAt: due.length > 0 ? new Date(Math.min(...due)) : null,
      waiting: whatWaits(person, state, states, toDo, now),
    };
  });
}

function countStages(stages: string[]) {
  const [drafting, review, clearance, agreed] = SECTION_STAGES.map(
    (stage) => stages.filter((other) => other === stage).length,
  );
  return { drafting, review, clearance, agreed };
}

/** By report: unresolved threads that `person` can see and took part in, and in which somebody else had the last word. */
async function threadsWithReplies(db: Db, person: Person): Promise<Map<string, number>> {
  const { rows } = await sql<{ reportId: string; count: number }>`
    select s.report_id, count(*)::int as count
    from thread t
    join section s on s.id = t.section_id and s.removed_at is null
    join lateral (select c.author_id from comment c where c.thread_id = t.id
      order by c.created_at desc, c.id desc limit 1) last on last.author_id <> ${person.userId}
    where t.resolved_at is null
      and (t.visibility = 'all' or t.delegation_id = ${person.delegationId})
      and exists (select 1 from comment c where c.thread_id = t.id and c.author_id = ${person.userId})
    group by s.report_id`.execute(db);
  return new Map(rows.map(({ reportId, count }) => [reportId, count]));
}

export type NewReport = { symbol: string; title: string; languages: string[]; template: ReportTemplate };

/**
 * Makes a report with the sections of its template, which the coordinator's own state leads until others are
 * named. Returns its id. Throws `forbidden`, or `conflict` when another report has the symbol.
 */
export async function createReport(action: Action, person: Person, given: NewReport): Promise<string> {
  coordinatorOnly(person);
  const { symbol, title, languages, template } = given;
  const row = await action.trx
    .insertInto('report')
    .values({ symbol, title, languages, createdBy: person.userId })
    .onConflict((conflict) => conflict.column('symbol').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) throw symbolTaken(symbol);
  await action.record('report.created', { reportId: row.id, details: { symbol, title, template } });
  for (const [place, section] of TEMPLATE_SECTIONS[template].entries())
    await insertSection(action, person, row.id, place, {
      ...section,
      leadDelegationId: person.delegationId,
      penHolderId: null,
      contributorIds: [],
      dueAt: null,
    });
  return row.id;
}

export type ReportChange = { symbol?: string; title?: string; languages?: string[] };

/**
 * Changes what stands on a report's title page; what stays as it was is not recorded. Throws `not_found`,
 * `forbidden`, `stage` once it is published, or `conflict` when another report has the symbol.
 */
export async function changeReport(
  action: Action,
  person: Person,
  reportId: string,
  change: ReportChange,
): Promise<void> {
  const report = await lockReport(action, person, reportId);
  const changed = changedFields(report, change);
  if (Object.keys(changed).length === 0) return;
  refuseIfPublished(report);
  try {
    await action.trx.updateTable('report').set(changed).where('id', '=', reportId).execute();
  } catch (error) {
    if (violationOf(error) === 'unique') throw symbolTaken(change.symbol ?? '');
    throw error;
  }
  await action.record('report.changed', { reportId, details: changed });
}

function changedFields(report: Required<ReportChange>, change: ReportChange): ReportChange {
  const { symbol, title, languages } = change;
  return {
    ...(symbol !== undefined && symbol !== report.symbol && { symbol }),
    ...(title !== undefined && title !== report.title && { title }),
    ...(languages !== undefined && languages.join() !== report.languages.join() && { languages }),
  };
}

function symbolTaken(symbol: string): DomainError {
  const message = `Another report has the symbol ${symbol}. Choose another one.`;
  return new DomainError('conflict', message, [{ path: 'symbol', message }]);
}
