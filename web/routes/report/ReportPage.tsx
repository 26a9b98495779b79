import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { reportQuery } from '../../api/queries.ts';
import { AnsweredReport } from '../../shell/AnsweredReport.tsx';
import { ReportDesk } from './ReportDesk.tsx';

/** The report: where people live. */
export function ReportPage() {
  const { reportId } = useParams({ from: '/inside/reports/$reportId' });
  const { section } = useSearch({ from: '/inside/reports/$reportId' });
  const query = useQuery(reportQuery(reportId));
  return (
    <AnsweredReport query={query} screen="The report">
      {(report) => <ReportDesk key={report.id} report={report} open={section ?? null} />}
    </AnsweredReport>
  );
}
