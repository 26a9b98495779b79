import { type SectionStage, STAGE_NAMES } from '../../../domain/workflow/stages.ts';
import styles from './StageSign.module.css';

/** A section's stage: a sign whose filling grows towards agreement, and its word. */
export function StageSign({ stage, words = 'shown' }: { stage: SectionStage; words?: 'shown' | 'read' }) {
  return (
    <span className={styles.stage} data-stage={stage}>
      <span className={styles.sign} aria-hidden />
      <span className={words === 'read' ? 'visually-hidden' : undefined}>{STAGE_NAMES[stage]}</span>
    </span>
  );
}
