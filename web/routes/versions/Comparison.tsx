import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import type { NodeJson } from '../../../domain/document/outline.ts';
import { Answered } from '../../shell/Answered.tsx';
import { Moment } from '../../time/Moment.tsx';
import type { Report, Section } from '../report/report-data.ts';
import { ComparedText } from './ComparedText.tsx';
import { comparisonView } from './comparison-html.ts';
import type { Pair } from './pair.ts';
import styles from './VersionsPage.module.css';
import { type Compared, comparisonQuery, type Version, versionTitle } from './versions-data.ts';

type ComparisonProps = { report: Report; section: Section; versions: readonly Version[]; pair: Pair };

/** What was added and removed between two versions, how much, and where. */
export function Comparison({ report, section, versions, pair }: ComparisonProps) {
  const query = useQuery(comparisonQuery(pair.from, pair.to));
  const { from, to } = pair;
  const asked = useSearch({ from: '/inside/reports/$reportId/sections/$sectionId/versions' });
  const isAsked = asked.from === from && asked.to === to;
  const navigate = useNavigate({ from: '/reports/$reportId/sections/$sectionId/versions' });
  // What was not asked for follows from the text as it is now. It is held to, or the comparison would become
  // another under the eyes of whoever reads it when a colleague types.
  useEffect(() => {
    if (!isAsked) void navigate({ search: { from, to }, replace: true, resetScroll: false });
  }, [isAsked, from, to, navigate]);
  const isOld = pair.to === 'now' && query.data !== undefined && query.data.to.digest !== section.digest;
  return (
    <section className={styles.main} aria-labelledby="comparison">
      <h3 id="comparison" className={styles.between}>
        <Point id={pair.from} versions={versions} />
        <span className={styles.arrow}>
          <span aria-hidden>→</span>
          <span className="visually-hidden"> compared with </span>
        </span>
        <Point id={pair.to} versions={versions} />
      </h3>
      {/* It stands there beforehand, or a screen reader does not hear it fill. */}
      <p className={styles.summary} role="status">
        {query.data && summaryWords(query.data)}
      </p>
      {isOld && (
        <p className={styles.old} role="status">
          The text has changed since.{' '}
          <Button
            size="compact-sm"
            variant="default"
            loading={query.isFetching}
            onClick={() => void query.refetch()}
          >
            Compare again
          </Button>
        </p>
      )}
      <Answered query={query} what="the comparison">
        {(compared) => (
          <Compare key={`${pair.from} ${compared.to.digest}`} report={report} compared={compared} />
        )}
      </Answered>
    </section>
  );
}

function Compare({ report, compared }: { report: Report; compared: Compared }) {
  const { sections, id } = report;
  const view = useMemo(
    // JSON of our schema, as the server made it.
    () => comparisonView({ id, sections }, compared.from.sectionId, compared.document as NodeJson),
    [id, sections, compared],
  );
  return <ComparedText view={view} />;
}

function Point({ id, versions }: { id: string; versions: readonly Version[] }) {
  const version = versions.find((each) => each.id === id);
  if (!version) return <span>The text now</span>;
  return (
    <span>
      {versionTitle(version)}{' '}
      <span className={styles.at}>
        <Moment at={version.createdAt} detail="short" />
      </span>
    </span>
  );
}

function summaryWords({ summary, from, to }: Compared): string {
  const { inserted, deleted } = summary;
  if (from.digest === to.digest) return 'The two say the same.';
  if (inserted === 0 && deleted === 0) return 'No words differ: only places, numbers or layout.';
  return `${counted(inserted)} added, ${counted(deleted)} removed.`;
}

function counted(words: number): string {
  return words === 1 ? '1 word' : `${words} words`;
}
