import { Link } from '@tanstack/react-router';
import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react';
import { DelegationTag } from '../../delegations/DelegationTag.tsx';
import { type KeyGroup, useListedKeys } from '../../shell/key-register.ts';
import { StageSign } from '../report/StageSign.tsx';
import { CellSign } from './CellSign.tsx';
import styles from './ClearanceGrid.module.css';
import type { ClearedSection, State } from './clearance-data.ts';
import { type Place, placeAfter } from './grid-keys.ts';
import { TallyLine } from './TallyLine.tsx';
import { columnName, type TableFacts } from './table-facts.ts';

const keyGroup: KeyGroup = {
  name: 'Clearance table',
  bindings: [
    { keys: 'Arrows', does: 'From cell to cell' },
    { keys: 'Home', does: 'To the first section' },
    { keys: 'End', does: 'To the last section' },
    { keys: 'Enter', does: 'Open the position, or go to the section' },
  ],
};

type ClearanceGridProps = {
  reportId: string;
  facts: TableFacts;
  /** The person's own state, whose row stands first. */
  mine: string | null;
  /** Cells that have just changed, as `sectionId delegationId`. */
  changed: ReadonlySet<string>;
  onOpen: (section: ClearedSection, state: State) => void;
};

/** States down, sections across. One cell of it is in the order of Tab; the arrows go to the others. */
export function ClearanceGrid({ reportId, facts, mine, changed, onOpen }: ClearanceGridProps) {
  const { columns, states, cellOf } = facts;
  const grid = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<Place>({ row: 1, column: 0 });
  useListedKeys(keyGroup);
  // Sections and states may have gone while the table was open.
  const size = { rows: states.length + 2, columns: columns.length };
  const active = { row: Math.min(at.row, size.rows - 1), column: Math.min(at.column, size.columns - 1) };
  const roving = (row: number, column: number) => ({
    'data-at': `${row},${column}`,
    tabIndex: row === active.row && column === active.column ? 0 : -1,
    onFocus: () => setAt({ row, column }),
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.shiftKey || !grid.current) return;
    const isRtl = getComputedStyle(grid.current).direction === 'rtl';
    const key = {
      key: event.key,
      ctrl: event.ctrlKey || event.metaKey ? ('held' as const) : ('free' as const),
      direction: isRtl ? ('rtl' as const) : ('ltr' as const),
    };
    const next = placeAfter(key, active, size);
    if (next === null) return;
    event.preventDefault();
    grid.current.querySelector<HTMLElement>(`[data-at="${next.row},${next.column}"]`)?.focus();
  };

  return (
    // The font for a projector depends on how many columns there are; React's type knows no custom property.
    <div className={styles.scroll} style={{ '--columns': columns.length } as CSSProperties}>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is what it is, and a table makes its rows and cells */}
      <table ref={grid} role="grid" aria-label="Clearance" className={styles.grid} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col" className={styles.corner} data-part="corner">
              State
            </th>
            {columns.map((column, place) => (
              <th key={column.id} scope="col" className={styles.head}>
                <Link
                  to="/reports/$reportId"
                  params={{ reportId }}
                  hash={`section-${column.id}`}
                  className={styles.title}
                  title={columnName(column)}
                  {...roving(0, place)}
                >
                  <span className={styles.number}>{column.number ?? ' '}</span>
                  <span className={styles.words} data-part="title">
                    {column.title}
                  </span>
                </Link>
                <StageSign stage={column.stage} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {states.map((state, index) => (
            <tr key={state.id} className={styles.row} data-mine={state.id === mine || undefined}>
              <th scope="row" className={styles.state} data-part="state">
                <span data-part="tag" title={state.shortName}>
                  <DelegationTag code={state.code} tone={state.tone} />
                </span>{' '}
                <span className={styles.name} data-part="name" title={state.shortName}>
                  {state.shortName}
                </span>
                {state.id === mine && <span className="visually-hidden"> (your state)</span>}
                {facts.unbound.has(state.id) && (
                  <span className={styles.nobody} data-part="name">
                    no clearing officer
                  </span>
                )}
              </th>
              {columns.map((column, place) => {
                const cell = cellOf(column, state);
                return (
                  <td key={column.id} className={styles.cell}>
                    <button
                      type="button"
                      className={styles.button}
                      data-standing={cell.standing}
                      data-kind={cell.position?.kind}
                      data-changed={changed.has(`${column.id} ${state.id}`) || undefined}
                      aria-haspopup="dialog"
                      onClick={() => onOpen(column, state)}
                      {...roving(index + 1, place)}
                    >
                      <CellSign
                        cell={cell}
                        stage={column.stage}
                        of={`${state.shortName}, ${columnName(column)}`}
                      />
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className={styles.state} data-part="state">
              Cleared, and what holds it up
            </th>
            {columns.map((column, place) => (
              <td key={column.id} className={styles.tally} {...roving(size.rows - 1, place)}>
                <TallyLine column={column} />
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
