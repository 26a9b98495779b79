import { SECTION_STAGES, type SectionStage, STAGE_NAMES } from '../../../domain/workflow/stages.ts';
import styles from './StageBar.module.css';

/** How many sections are in each stage. */
export type StageCounts = Partial<Record<SectionStage, number>>;

/** A report's sections by stage: a bar for the eye, and the same in words under it. */
export function StageBar({ counts }: { counts: StageCounts }) {
  const present = SECTION_STAGES.map((stage) => ({ stage, count: counts[stage] ?? 0 })).filter(
    ({ count }) => count > 0,
  );
  if (present.length === 0) return <p className={styles.words}>No section yet</p>;
  return (
    <div>
      <div className={styles.bar} aria-hidden>
        {present.map(({ stage, count }) => (
          <span key={stage} className={styles.part} data-stage={stage} style={{ flexGrow: count }} />
        ))}
      </div>
      <p className={styles.words}>
        {present.map(({ stage, count }, index) => (
          <span key={stage}>
            {index > 0 && ' · '}
            <span className={styles.dot} data-stage={stage} aria-hidden />
            {count} {STAGE_NAMES[stage].toLowerCase()}
          </span>
        ))}
      </p>
    </div>
  );
}
