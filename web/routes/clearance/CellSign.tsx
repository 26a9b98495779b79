import type { SectionStage } from '../../../domain/workflow/stages.ts';
import { PositionSign } from '../report/PositionSign.tsx';
import styles from './CellSign.module.css';
import type { Cell } from './clearance-data.ts';
import { fullWords, shortWord } from './tally.ts';

type CellSignProps = {
  cell: Cell;
  stage: SectionStage;
  /** Whose it is, and on what, for whoever does not see where it stands. */
  of: string;
};

/** A state's standing in one sign and one short word, with what they mean in full for a pointer and a screen reader. */
export function CellSign({ cell, stage, of }: CellSignProps) {
  const { position, standing } = cell;
  const kind = position === null ? (stage === 'clearance' ? 'awaited' : 'none') : position.kind;
  const words = fullWords(cell, stage);
  return (
    <span className={styles.cell} data-kind={standing === 'stale' ? 'stale' : kind}>
      <span className={styles.sign} aria-hidden title={words}>
        <PositionSign position={position && { kind: position.kind, standing }} words="read" />
      </span>
      {/* The tooltip is over all of it; said, it would only say the same again. */}
      <span title={words}>{shortWord(cell, stage)}</span>
      <span className="visually-hidden">
        {' '}
        ({of}: {words})
      </span>
    </span>
  );
}
