import { CloseButton, Drawer } from '@mantine/core';
import { useState } from 'react';
import { DelegationTag } from '../../delegations/DelegationTag.tsx';
import { useReturnedFocus } from '../../shell/use-returned-focus.ts';
import type { Report } from '../report/report-data.ts';
import { StageSign } from '../report/StageSign.tsx';
import type { State } from './clearance-data.ts';
import { OwnPosition } from './OwnPosition.tsx';
import styles from './PositionDrawer.module.css';
import { PositionPast } from './PositionPast.tsx';
import { PositionText } from './PositionText.tsx';
import { type Column, columnName, type TableFacts } from './table-facts.ts';

type PositionDrawerProps = {
  report: Report;
  column: Column;
  state: State;
  facts: TableFacts;
  mine: string | null;
  /** On a projector nobody is named. */
  names: 'shown' | 'hidden';
  onClose: () => void;
};

/** What a state says to a section: the words, who and when, what changed since, and what I can do. */
export function PositionDrawer({ report, column, state, facts, mine, names, onClose }: PositionDrawerProps) {
  useReturnedFocus();
  const [isTaking, setTaking] = useState(false);
  const cell = facts.cellOf(column, state);
  const section = report.sections.find(({ id }) => id === column.id);
  const title = `${state.shortName} on ${columnName(column)}`;
  return (
    <Drawer.Root
      opened
      onClose={onClose}
      position="right"
      size={names === 'hidden' ? 'xl' : 'lg'}
      transitionProps={{ duration: 0 }}
    >
      <Drawer.Overlay backgroundOpacity={0.25} />
      <Drawer.Content aria-label={title} className={styles.drawer} data-names={names}>
        <div className={styles.top}>
          <div>
            <p className={styles.where}>
              {columnName(column)} <StageSign stage={column.stage} />
            </p>
            <h2 className={styles.title}>
              <DelegationTag code={state.code} tone={state.tone} /> {state.shortName}
            </h2>
          </div>
          <CloseButton aria-label="Close" onClick={onClose} />
        </div>
        <Drawer.Body className={styles.body}>
          {!isTaking && <PositionText reportId={report.id} column={column} cell={cell} names={names} />}
          {section && state.id === mine && names === 'shown' && (
            <OwnPosition
              reportId={report.id}
              section={section}
              cell={cell}
              isTaking={isTaking}
              onTake={() => setTaking(true)}
              onLeave={() => setTaking(false)}
            />
          )}
          {!isTaking && cell.position !== null && (
            <PositionPast reportId={report.id} sectionId={column.id} stateId={state.id} names={names} />
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
