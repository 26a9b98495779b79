import { Link } from '@tanstack/react-router';
import { type ReportStage, STAGE_NAMES } from '../../domain/workflow/stages.ts';
import { usePageTitle } from './Page.tsx';
import styles from './ReportHeader.module.css';

type ReportHeaderProps = {
  report: {
    id: string;
    symbol: string;
    title: string;
    stage: ReportStage;
    sample: boolean;
    /** The newest first. */
    publications: { edition: number }[];
  };
  /** The screen's own name, for the window's title; the text itself needs none. */
  screen?: string;
  /** At the end of the line of tabs: how long the text is, what else can be done with the screen. */
  children?: React.ReactNode;
};

/** The head of every screen about one report: what it is, how far it is, and the other screens about it. */
export function ReportHeader({ report, screen, children }: ReportHeaderProps) {
  usePageTitle(screen === undefined ? `${report.symbol} ${report.title}` : `${screen} · ${report.symbol}`);
  const params = { reportId: report.id };
  const [newest] = report.publications;
  return (
    <div className={styles.header} data-part="report-header">
      <div className={styles.what}>
        <span className={styles.symbol}>{report.symbol}</span>
        <h1 className={styles.title}>{report.title}</h1>
        <span className={styles.stage}>
          {STAGE_NAMES[report.stage]}
          {newest &&
            (report.stage === 'published'
              ? `: edition ${newest.edition}`
              : `; edition ${newest.edition} is public`)}
        </span>
        {report.sample && <span className={styles.sample}>Sample: nothing in it is a finding</span>}
      </div>
      <div className={styles.tabs}>
        <nav className={styles.nav} aria-label="Report">
          <Link to="/reports/$reportId" params={params} activeOptions={{ exact: true, includeSearch: false }}>
            Text
          </Link>
          <Link to="/reports/$reportId/clearance" params={params} activeOptions={{ includeSearch: false }}>
            Clearance
          </Link>
          <Link to="/reports/$reportId/activity" params={params} activeOptions={{ includeSearch: false }}>
            Activity
          </Link>
          <Link to="/reports/$reportId/publish" params={params}>
            Publication
          </Link>
          <Link to="/reports/$reportId/settings" params={params}>
            Sections<span className={styles.rest}> and settings</span>
          </Link>
        </nav>
        {children !== undefined && <div className={styles.end}>{children}</div>}
      </div>
    </div>
  );
}
