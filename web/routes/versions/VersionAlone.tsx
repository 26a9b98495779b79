import '../report/report-text.css';
import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import type { NodeJson } from '../../../domain/document/outline.ts';
import { sectionToHtml } from '../../../domain/document/to-html.ts';
import { Answered } from '../../shell/Answered.tsx';
import { Moment } from '../../time/Moment.tsx';
import type { Report } from '../report/report-data.ts';
import { viewOf } from './comparison-html.ts';
import { HtmlPiece } from './HtmlPiece.tsx';
import styles from './VersionsPage.module.css';
import { type Version, versionQuery, versionTitle } from './versions-data.ts';

type VersionAloneProps = {
  report: Report;
  version: Version;
  /** Null for the text as it is, or when this person may not. */
  onRestore: (() => void) | null;
};

/** One version to read, as the section stood then, with the numbers that it has between the sections of today. */
export function VersionAlone({ report, version, onRestore }: VersionAloneProps) {
  const query = useQuery(versionQuery(version.id));
  const navigate = useNavigate({ from: '/reports/$reportId/sections/$sectionId/versions' });
  const heading = useRef<HTMLHeadingElement>(null);
  // It was chosen in the timeline, perhaps far down: reading begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each version that is shown
  useEffect(() => heading.current?.focus(), [version.id]);
  return (
    <section className={styles.main} aria-labelledby="alone">
      <h3 id="alone" ref={heading} tabIndex={-1} className={styles.between}>
        <span>{versionTitle(version)}</span>
      </h3>
      <p className={styles.summary}>
        The whole text, as {version.createdBy.name} ({version.createdBy.code}) kept it{' '}
        <Moment at={version.createdAt} />
      </p>
      <Group gap="xs" mb="md">
        <Button
          size="compact-md"
          variant="default"
          onClick={() => void navigate({ search: { from: version.id, to: 'now' }, resetScroll: false })}
        >
          Compare with the text now
        </Button>
        {onRestore && (
          <Button size="compact-md" variant="default" onClick={onRestore}>
            Restore…
          </Button>
        )}
      </Group>
      <Answered query={query} what="the version">
        {/* JSON of our schema, as the server checked it when it kept it. */}
        {({ document, sectionId }) => (
          <WholeText report={report} sectionId={sectionId} document={document as NodeJson} />
        )}
      </Answered>
    </section>
  );
}

type WholeTextProps = { report: Report; sectionId: string; document: NodeJson };

function WholeText({ report, sectionId, document: doc }: WholeTextProps) {
  const { id, sections } = report;
  const html = useMemo(
    () => sectionToHtml(doc, viewOf({ id, sections }, sectionId, doc)),
    [doc, id, sections, sectionId],
  );
  if (html === '') return <p className={styles.quiet}>Nothing was written here then.</p>;
  return (
    <div className={styles.text}>
      <HtmlPiece html={html} />
    </div>
  );
}
