import { Link } from '@tanstack/react-router';
import { DelegationTag } from '../../delegations/DelegationTag.tsx';
import { StageSign } from '../report/StageSign.tsx';
import { CellSign } from './CellSign.tsx';
import styles from './ClearanceList.module.css';
import type { ClearedSection, State } from './clearance-data.ts';
import { TallyLine } from './TallyLine.tsx';
import { type Column, columnName, type TableFacts } from './table-facts.ts';

type ClearanceListProps = {
  reportId: string;
  facts: TableFacts;
  onOpen: (section: ClearedSection, state: State) => void;
};

/** The table for a narrow screen: section by section, with the states under each. */
export function ClearanceList({ reportId, facts, onOpen }: ClearanceListProps) {
  return facts.columns.map((column) => (
    <section key={column.id} className={styles.section}>
      <h2 className={styles.title}>
        <Link to="/reports/$reportId" params={{ reportId }} hash={`section-${column.id}`}>
          {columnName(column)}
        </Link>
      </h2>
      <div className={styles.facts}>
        <StageSign stage={column.stage} />
        <TallyLine column={column} />
      </div>
      <ul className={styles.states}>
        {statesToList(facts, column).map((state) => {
          const cell = facts.cellOf(column, state);
          return (
            <li key={state.id}>
              <button
                type="button"
                className={styles.state}
                aria-haspopup="dialog"
                onClick={() => onOpen(column, state)}
              >
                <DelegationTag code={state.code} tone={state.tone} />
                <span className={styles.name}>
                  {state.shortName}
                  {facts.unbound.has(state.id) && <span className={styles.nobody}> no clearing officer</span>}
                </span>
                <CellSign cell={cell} stage={column.stage} of={state.shortName} />
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  ));
}

/** Before a section is put up for clearance, only a state that has taken a position all the same has anything to say. */
function statesToList({ states, cellOf }: TableFacts, column: Column): State[] {
  if (column.stage === 'clearance' || column.stage === 'agreed') return states;
  return states.filter((state) => cellOf(column, state).position !== null);
}
