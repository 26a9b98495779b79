import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { AUTOSAVE_IDLE_MS, AUTOSAVE_LONGEST_MS } from '../../../domain/autosave.ts';
import { numberReport } from '../../../domain/document/numbering.ts';
import { reportQuery } from '../../api/queries.ts';
import { Answered } from '../../shell/Answered.tsx';
import { AnsweredReport } from '../../shell/AnsweredReport.tsx';
import { ReportHeader } from '../../shell/ReportHeader.tsx';
import type { Report, Section } from '../report/report-data.ts';
import { Comparison } from './Comparison.tsx';
import { KeepVersion } from './KeepVersion.tsx';
import { chosenPair } from './pair.ts';
import { RestoreVersion } from './RestoreVersion.tsx';
import { Timeline } from './Timeline.tsx';
import { VersionAlone } from './VersionAlone.tsx';
import styles from './VersionsPage.module.css';
import { type Version, versionsQuery } from './versions-data.ts';

const route = '/inside/reports/$reportId/sections/$sectionId/versions';

/** What a section's text was at earlier times: two versions compared, or one read, kept or restored. */
export function VersionsPage() {
  const { reportId, sectionId } = useParams({ from: route });
  const query = useQuery(reportQuery(reportId));
  return (
    <AnsweredReport query={query} screen="Versions">
      {(report) => {
        const section = report.sections.find(({ id }) => id === sectionId);
        return (
          <>
            <ReportHeader report={report} screen={section ? `Versions of ${section.title}` : 'Versions'} />
            <div className={styles.page}>
              {section ? (
                <SectionVersions key={section.id} report={report} section={section} />
              ) : (
                <p className={styles.quiet}>
                  This section is not in the report, or no longer. Its past stays in the record, under
                  Activity.
                </p>
              )}
            </div>
          </>
        );
      }}
    </AnsweredReport>
  );
}

const minutes = (ms: number) => `${ms / 60_000} minutes`;
const KEPT_BY_ITSELF = `A version is kept by itself after ${minutes(AUTOSAVE_IDLE_MS)} without writing, every ${minutes(AUTOSAVE_LONGEST_MS)} while writing goes on, and at each change of stage.`;

type Dialog = { kind: 'none' } | { kind: 'keep' } | { kind: 'restore'; version: Version };

function SectionVersions({ report, section }: { report: Report; section: Section }) {
  const query = useQuery(versionsQuery(section.id));
  const asked = useSearch({ from: route });
  const [dialog, setDialog] = useState<Dialog>({ kind: 'none' });
  const number = numberReport(report.sections).get(section.id)?.number;
  const { keepVersion, restore } = section.may;
  const close = () => setDialog({ kind: 'none' });

  return (
    <>
      <div className={styles.top}>
        <h2 className={styles.heading}>
          <span className={styles.eyebrow}>Versions of</span> {number !== undefined && `${number}. `}
          <Link
            to="/reports/$reportId"
            params={{ reportId: report.id }}
            hash={`section-${section.id}`}
            className={styles.sectionLink}
          >
            {section.title}
          </Link>
        </h2>
        {keepVersion.allowed && (
          <Button variant="default" onClick={() => setDialog({ kind: 'keep' })}>
            Keep the text as it is now…
          </Button>
        )}
      </div>
      <p className={styles.quiet}>{KEPT_BY_ITSELF}</p>
      {!keepVersion.allowed && <p className={styles.quiet}>To keep a version by hand: {keepVersion.why}</p>}
      {!restore.allowed && <p className={styles.quiet}>To restore one: {restore.why}</p>}
      <Answered query={query} what="the versions">
        {(versions) => {
          const pair = chosenPair(versions, section.digest, asked);
          const alone = versions.find(({ id }) => id === asked.only);
          const restoring = (version: Version) =>
            restore.allowed && version.digest !== section.digest
              ? () => setDialog({ kind: 'restore', version })
              : null;
          if (pair === null) return <p className={styles.empty}>No version has been kept yet.</p>;
          return (
            <div className={styles.columns}>
              <Timeline
                report={report}
                versions={versions}
                digestNow={section.digest}
                pair={pair}
                aloneId={alone?.id ?? null}
                restoring={restoring}
              />
              {alone ? (
                <VersionAlone report={report} version={alone} onRestore={restoring(alone)} />
              ) : (
                <Comparison report={report} section={section} versions={versions} pair={pair} />
              )}
            </div>
          );
        }}
      </Answered>
      {dialog.kind === 'keep' && <KeepVersion report={report} section={section} onClose={close} />}
      {dialog.kind === 'restore' && (
        <RestoreVersion report={report} section={section} version={dialog.version} onClose={close} />
      )}
    </>
  );
}
