import { Link } from '@tanstack/react-router';
import { type ReportStage, STAGE_NAMES } from '../../../domain/workflow/stages.ts';
import { DueDate } from '../../time/DueDate.tsx';
import styles from './ReportRow.module.css';
import { StageBar, type StageCounts } from './StageBar.tsx';

/** A report as the home page lists it. */
export type ReportSummary = {
  id: string;
  symbol: string;
  title: string;
  stage: ReportStage;
  sample: boolean;
  sections: StageCounts;
  nextDueAt: string | null;
  waiting: { kind: string; count: number; text: string }[];
};

/** One report: what it is, how far it is, and what in it waits for me. */
export function ReportRow({ report }: { report: ReportSummary }) {
  const { id, symbol, title, stage, sample, sections, nextDueAt, waiting } = report;
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <p className={styles.symbol}>
          {symbol}
          <span className={styles.stage}>{STAGE_NAMES[stage]}</span>
          {sample && <span className={styles.sample}>Sample</span>}
        </p>
        <h2 className={styles.title}>
          <Link to="/reports/$reportId" params={{ reportId: id }}>
            {title}
          </Link>
        </h2>
        {waiting.length > 0 ? (
          <p className={styles.waiting}>{waiting.map(({ text }) => text).join(' · ')}</p>
        ) : (
          <p className={styles.nothing}>Nothing waits for you.</p>
        )}
      </div>
      <div className={styles.progress}>
        <StageBar counts={sections} />
        {nextDueAt !== null && (
          <p className={styles.due}>
            <DueDate at={nextDueAt} before="Next due" />
          </p>
        )}
      </div>
    </li>
  );
}
