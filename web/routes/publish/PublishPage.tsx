import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { reportQuery } from '../../api/queries.ts';
import { Answered } from '../../shell/Answered.tsx';
import { AnsweredReport } from '../../shell/AnsweredReport.tsx';
import { ReportHeader } from '../../shell/ReportHeader.tsx';
import type { Report } from '../report/report-data.ts';
import { Editions, showNewest } from './Editions.tsx';
import { Findings } from './Findings.tsx';
import { Making } from './Making.tsx';
import styles from './PublishPage.module.css';
import { checkQuery, draftAddress, usePublishingSince } from './publish-data.ts';
import { ReleaseStep } from './ReleaseStep.tsx';

/** From the agreed text to the public page: the check, the files, and what will be public. */
export function PublishPage() {
  const { reportId } = useParams({ from: '/inside/reports/$reportId/publish' });
  const query = useQuery(reportQuery(reportId));
  return (
    <AnsweredReport query={query} screen="Publication">
      {(report) => (
        <>
          <ReportHeader report={report} screen="Publication" />
          <div className={styles.page}>
            <Editions reportId={report.id} />
            <Steps report={report} />
          </div>
        </>
      )}
    </AnsweredReport>
  );
}

function Steps({ report }: { report: Report }) {
  const check = useQuery(checkQuery(report.id));
  const since = usePublishingSince(report.id);
  return (
    <Answered query={check} what="the check">
      {(found) =>
        found.edition.isNew ? (
          <div className={styles.steps}>
            {report.publications.length > 0 && <h2>The next edition</h2>}
            <section aria-labelledby="check">
              <Heading id="check" step={1} title="Check" />
              <Findings reportId={report.id} findings={found.findings} />
            </section>
            <section aria-labelledby="files" aria-busy={since !== null}>
              <Heading id="files" step={2} title="Files" />
              <ul className={styles.files}>
                {FILES.map(({ name, what }) => (
                  <li key={name}>
                    <strong>{name}</strong>
                    <span>
                      {what}
                      {name === 'PDF' && (
                        <>
                          {'. '}
                          <a href={draftAddress(report.id)} target="_blank" rel="noreferrer">
                            See it as a draft
                          </a>
                        </>
                      )}
                    </span>
                    <span className={styles.state}>
                      {since === null ? 'Made on publishing' : 'Being made'}
                    </span>
                  </li>
                ))}
              </ul>
              <Making since={since} />
            </section>
            <section aria-labelledby="release">
              <Heading id="release" step={3} title="Release" />
              <ReleaseStep report={report} check={found} onPublished={showNewest} />
            </section>
          </div>
        ) : (
          <p className={styles.unchanged}>
            The text, the title page and the states are still those of edition {found.edition.edition - 1}.
            For another edition, reopen a section and change it; what was published stays as it is.
          </p>
        )
      }
    </Answered>
  );
}

const FILES = [
  { name: 'Public page', what: 'Contents, text and how to check it; read in any browser, without a script' },
  { name: 'PDF', what: 'The same text and numbers, typeset and tagged for screen readers' },
  { name: 'HTML file', what: 'One file with everything in it, to read without a connection' },
  { name: 'JSON', what: 'The report as data, and a manifest with sizes and SHA-256 of every file' },
];

function Heading({ id, step, title }: { id: string; step: number; title: string }) {
  return (
    <h2 id={id} className={styles.heading}>
      <span className={styles.step}>{step}</span> {title}
    </h2>
  );
}
