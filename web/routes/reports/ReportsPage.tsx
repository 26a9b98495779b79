import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useIsCoordinator } from '../../api/me.ts';
import { reportsQuery } from '../../api/queries.ts';
import { Answered } from '../../shell/Answered.tsx';
import { Page } from '../../shell/Page.tsx';
import { SearchField, useSearched } from '../../shell/SearchField.tsx';
import { NoReports } from './NoReports.tsx';
import { ReportRow, type ReportSummary } from './ReportRow.tsx';
import styles from './ReportsPage.module.css';

/** Home: my reports, and what in each waits for me. */
export function ReportsPage() {
  const reports = useQuery(reportsQuery);
  const isCoordinator = useIsCoordinator();
  return (
    <Page
      title="Reports"
      actions={
        isCoordinator &&
        reports.data !== undefined &&
        reports.data.length > 0 && (
          <Button component={Link} to="/reports/new">
            New report
          </Button>
        )
      }
    >
      <Answered query={reports} what="your reports">
        {(list) => (list.length === 0 ? <NoReports /> : <ReportList reports={list} />)}
      </Answered>
    </Page>
  );
}

function ReportList({ reports }: { reports: ReportSummary[] }) {
  const [found, field] = useSearched(reports, ({ symbol, title }) => `${symbol} ${title}`);
  return (
    <>
      <SearchField {...field} label="Find a report" />
      <ul className={styles.list}>
        {found.map((report) => (
          <ReportRow key={report.id} report={report} />
        ))}
      </ul>
      {found.length === 0 && <p>No report has these words in its symbol or title.</p>}
    </>
  );
}
