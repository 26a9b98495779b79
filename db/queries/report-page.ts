import { sql } from 'kysely';
import { mayAgree, type State } from '../../domain/workflow/agreement.ts';
import {
  mayCoordinate,
  mayPublish,
  maySection,
  type SectionAction,
  type Verdict,
} from '../../domain/workflow/permissions.ts';
import { type Position, standing } from '../../domain/workflow/positions.ts';
import { STAGE_STEPS } from '../../domain/workflow/stages.ts';
import { type Db, type Person, reportFor } from '../access.ts';
import { newestPositions, participatingStates, selectSections } from './section-rows.ts';

/**
 * All of a report but its text, as `person` sees it: sections with outlines and what `person` may do with
 * each, states, people, editions. Throws `not_found`.
 */
export async function readReport(db: Db, person: Person, reportId: string) {
  const { id, symbol, title, stage, sample, languages, createdAt } = await reportFor(db, person, reportId);
  const [rows, delegations, people, publications] = await Promise.all([
    sectionRows(db, person, reportId),
    participatingStates(db),
    peopleOf(db, reportId),
    db
      .selectFrom('publication')
      .where('reportId', '=', reportId)
      .orderBy('edition', 'desc')
      .select(['id', 'slug', 'edition', 'publishedAt'])
      .execute(),
  ]);
  const positions = await newestPositions(
    db,
    rows.map((row) => row.id),
  );
  const sections = rows.map((section) => {
    const own = positions.filter(({ sectionId }) => sectionId === section.id);
    const mine = own.find(({ delegationId }) => delegationId === person.delegationId);
    return {
      ...section,
      myPosition: mine ? { kind: mine.kind, standing: standing(mine, section.digest) } : null,
      may: rightsOn(person, section, delegations, own),
    };
  });
  const stages = sections.map((section) => section.stage);
  return {
    id,
    symbol,
    title,
    stage,
    sample,
    languages,
    createdAt,
    sections,
    delegations,
    people,
    mayCoordinate: mayCoordinate(person).allowed,
    mayPublish: mayPublish(person, stage, stages),
    publications,
  };
}

function sectionRows(db: Db, person: Person, reportId: string) {
  return selectSections(db)
    .where('section.reportId', '=', reportId)
    .select(['sectionDoc.outline', 'sectionDoc.derivedHead as head', 'sectionDoc.changedAt'])
    .select(
      sql<number>`(select count(*)::int from thread t where t.section_id = section.id and t.resolved_at is null
        and (t.visibility = 'all' or t.delegation_id = ${person.delegationId}))`.as('openThreads'),
    )
    .execute();
}

type SectionRow = Awaited<ReturnType<typeof sectionRows>>[number];

function rightsOn(person: Person, section: SectionRow, states: State[], positions: Position[]) {
  const may = (action: SectionAction): Verdict => maySection(person, action, section);
  const moves = STAGE_STEPS.filter(({ from }) => from === section.stage).map(({ to, label, reason }) => {
    const verdict = may({ kind: 'move', to });
    const agreeing = verdict.allowed && to === 'agreed';
    return { to, label, reason, verdict: agreeing ? mayAgree(states, positions, section.digest) : verdict };
  });
  return {
    write: may({ kind: 'write' }),
    comment: may({ kind: 'comment' }),
    takePosition: may({ kind: 'take_position' }),
    moves,
    restore: may({ kind: 'restore_version' }),
    keepVersion: may({ kind: 'keep_version' }),
  };
}

/** Everybody of the workspace, and who left it but still holds the pen of a section here, so that they have a name. */
function peopleOf(db: Db, reportId: string) {
  return db
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .where((where) =>
      where.or([
        where('member.removedAt', 'is', null),
        where(
          'member.userId',
          'in',
          db
            .selectFrom('section')
            .where('reportId', '=', reportId)
            .where('removedAt', 'is', null)
            .where('penHolderId', 'is not', null)
            .select('penHolderId'),
        ),
      ]),
    )
    .orderBy('user.name')
    .orderBy('user.id')
    .select(['user.id', 'user.name', 'member.delegationId', 'member.roles'])
    .select(sql<boolean>`member.removed_at is not null`.as('removed'))
    .execute();
}
