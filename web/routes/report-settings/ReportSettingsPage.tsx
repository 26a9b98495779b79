import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { reportQuery } from '../../api/queries.ts';
import { AnsweredReport } from '../../shell/AnsweredReport.tsx';
import { ReportHeader } from '../../shell/ReportHeader.tsx';
import styles from './ReportSettingsPage.module.css';
import { SectionList } from './SectionList.tsx';
import { TitlePageForm } from './TitlePageForm.tsx';

/** A report's sections and title page, for coordinators to arrange and for everybody to look up. */
export function ReportSettingsPage() {
  const { reportId } = useParams({ from: '/inside/reports/$reportId/settings' });
  const query = useQuery(reportQuery(reportId));
  return (
    <AnsweredReport query={query} screen="Sections and settings">
      {(report) => (
        <>
          <ReportHeader report={report} screen="Sections and settings" />
          <div className={styles.page}>
            {!report.mayCoordinate && (
              <p className={styles.readOnly}>
                A coordinator arranges the report. You can look everything up.
              </p>
            )}
            <SectionList report={report} />
            <TitlePageForm key={report.id} report={report} />
          </div>
        </>
      )}
    </AnsweredReport>
  );
}
