import { IconAlertTriangle, IconBan, IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import styles from './Findings.module.css';
import type { Finding } from './publish-data.ts';

/** What the check found: first what must be put right, then what somebody should look at. */
export function Findings({ reportId, findings }: { reportId: string; findings: Finding[] }) {
  const errors = findings.filter(({ level }) => level === 'error');
  const warnings = findings.filter(({ level }) => level === 'warning');
  return (
    <>
      <p className={styles.summary} role="status" data-level={levelOf(errors, warnings)}>
        {errors.length > 0 ? (
          <IconBan size={18} stroke={1.6} aria-hidden />
        ) : warnings.length > 0 ? (
          <IconAlertTriangle size={18} stroke={1.6} aria-hidden />
        ) : (
          <IconCheck size={18} stroke={1.6} aria-hidden />
        )}
        <span>{summaryOf(errors.length, warnings.length)}</span>
      </p>
      <FindingList reportId={reportId} title="To be put right" findings={errors} />
      <FindingList reportId={reportId} title="To look at" findings={warnings} />
    </>
  );
}

type FindingListProps = { reportId: string; title: string; findings: Finding[] };

function FindingList({ reportId, title, findings }: FindingListProps) {
  if (findings.length === 0) return null;
  return (
    <>
      <h3 className={styles.level}>
        {title} ({findings.length})
      </h3>
      <ul className={styles.list}>
        {findings.map((finding) => (
          <li key={`${finding.kind} ${finding.blockId ?? finding.sectionId} ${finding.message}`}>
            <span className={styles.sign} data-level={finding.level}>
              {finding.level === 'error' ? 'Error' : 'Warning'}
            </span>
            <span className={styles.message}>{finding.message}</span>
            <Place reportId={reportId} finding={finding} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** The way to where it can be put right: the words, open for writing where one may write there, or the section. */
function Place({ reportId, finding }: { reportId: string; finding: Finding }) {
  const { sectionId, blockId, message } = finding;
  const named = { 'aria-label': `Show: ${message}`, className: styles.place };
  if (sectionId === null)
    return (
      <Link
        to="/reports/$reportId/settings"
        params={{ reportId }}
        {...named}
        aria-label="Sections and settings"
      >
        Sections
      </Link>
    );
  return (
    <Link
      to="/reports/$reportId"
      params={{ reportId }}
      search={blockId === null ? {} : { section: sectionId }}
      hash={blockId === null ? `section-${sectionId}` : `p-${blockId}`}
      {...named}
    >
      Show
    </Link>
  );
}

function levelOf(errors: Finding[], warnings: Finding[]): 'error' | 'warning' | 'good' {
  if (errors.length > 0) return 'error';
  return warnings.length > 0 ? 'warning' : 'good';
}

function summaryOf(errors: number, warnings: number): string {
  const looked = `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  if (errors === 0 && warnings === 0) return 'Nothing was found. The report can be printed as it is.';
  if (errors === 0) return `No errors. ${looked}, which do not keep the report from being published.`;
  const blocking = `${errors} ${errors === 1 ? 'error keeps' : 'errors keep'} the report from being published.`;
  return warnings === 0 ? blocking : `${blocking} ${looked} to look at.`;
}
