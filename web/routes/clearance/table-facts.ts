import { numberReport } from '../../../domain/document/numbering.ts';
import type { Report } from '../report/report-data.ts';
import type { Cell, Clearance, ClearedSection, State } from './clearance-data.ts';
import { type Tally, tallyOf } from './tally.ts';

/** A column with its number in the report (null for a summary) and its count. */
export type Column = ClearedSection & { number: string | null; tally: Tally<State> };

/** The clearance of a report made ready to draw, as a table or as a list. */
export type TableFacts = {
  columns: Column[];
  states: State[];
  cellOf: (section: ClearedSection, state: State) => Cell;
  /** The states that nobody can bind, by id, as long as a section has still to be agreed. */
  unbound: ReadonlySet<string>;
};

/** Puts the clearance table together with what the report knows of its sections. */
export function tableFacts(report: Report, { sections, delegations, cells }: Clearance): TableFacts {
  const numbers = numberReport(report.sections);
  const byPlace = new Map(cells.map((cell) => [`${cell.sectionId} ${cell.delegationId}`, cell]));
  const cellOf = (section: ClearedSection, state: State): Cell =>
    byPlace.get(`${section.id} ${state.id}`) ?? {
      sectionId: section.id,
      delegationId: state.id,
      position: null,
      standing: 'none',
    };
  const columns = sections.map((section) => ({
    ...section,
    number: numbers.get(section.id)?.number ?? null,
    tally: tallyOf(
      section.digest,
      delegations,
      delegations.map((state) => cellOf(section, state)),
    ),
  }));
  return { columns, states: delegations, cellOf, unbound: unboundStates(report) };
}

/** A section with its number, as a sentence names it: “II Methodology”. */
export function columnName({ number, title }: Pick<Column, 'number' | 'title'>): string {
  return number === null ? title : `${number} ${title}`;
}

/** The states that cannot take a position, since they have no clearing officer; none once all is agreed. */
export function unboundStates({
  sections,
  delegations,
  people,
}: Pick<Report, 'delegations' | 'people'> & {
  sections: Pick<Report['sections'][number], 'stage'>[];
}): Set<string> {
  if (sections.every(({ stage }) => stage === 'agreed')) return new Set();
  const bound = new Set(
    people
      .filter(({ roles, removed }) => !removed && roles.includes('clearing_officer'))
      .map(({ delegationId }) => delegationId),
  );
  return new Set(delegations.map(({ id }) => id).filter((id) => !bound.has(id)));
}
