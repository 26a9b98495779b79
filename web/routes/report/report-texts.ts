import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type NumberedSection, numberReport } from '../../../domain/document/numbering.ts';
import { type NodeJson, type SectionOutline, textOf } from '../../../domain/document/outline.ts';
import { type Report, textQuery, threadsQuery } from './report-data.ts';
import type { ThreadStates } from './SectionText.tsx';
import type { SectionThread } from './ThreadMargin.tsx';

export type TextFailure = { error: unknown; retry: () => unknown };

/** What the page shows of a report's text: read from the server, and for the section being written, from its editor. */
export type ReportTexts = {
  texts: Map<string, { document: NodeJson; digest: string }>;
  /** By section whose text could not be had. */
  failures: Map<string, TextFailure>;
  sections: (NumberedSection & { title: string })[];
  numbers: ReturnType<typeof numberReport>;
  threads: SectionThread[];
  /** By section. */
  threadStates: Map<string, ThreadStates>;
  /** Every section's text is there, so that an address within the page leads somewhere. */
  isComplete: boolean;
  words: number;
};

/** Of a section that nobody has commented on. */
export const NO_THREADS: ThreadStates = new Map();

/** The texts, numbers and threads of a report, kept up to date. `live` is the outline of the section being written. */
export function useReportTexts(
  report: Report,
  live: { sectionId: string; outline: SectionOutline } | null,
): ReportTexts {
  const { data: texts, failed } = useQueries({
    queries: report.sections.map(({ id }) => textQuery(id)),
    combine: (results) => ({
      data: results.map(({ data }) => data),
      failed: results.map(({ data, isError, error, refetch }) =>
        isError && data === undefined ? { error, retry: refetch } : null,
      ),
    }),
  });
  const threads = useQueries({
    queries: report.sections.map(({ id }) => threadsQuery(id)),
    combine: (results) => results.map(({ data }) => data),
  });

  return useMemo(() => {
    const sections = report.sections.map(({ id, kind, title, outline }, index) => ({
      id,
      kind,
      title,
      outline: live?.sectionId === id ? live.outline : (texts[index]?.outline ?? outline),
    }));
    const threadStates = new Map<string, ThreadStates>();
    const all: SectionThread[] = [];
    for (const [index, { id }] of report.sections.entries()) {
      const own = threads[index] ?? [];
      threadStates.set(
        id,
        own.length === 0
          ? NO_THREADS
          : new Map(own.map((thread) => [thread.id, thread.resolvedAt === null ? 'open' : 'resolved'])),
      );
      all.push(...own.map((thread) => ({ ...thread, sectionId: id })));
    }
    return {
      texts: new Map(
        report.sections.flatMap(({ id }, index) => {
          const text = texts[index];
          // JSON of our schema, as the server checked it.
          return text ? [[id, { document: text.document as NodeJson, digest: text.digest }]] : [];
        }),
      ),
      failures: new Map(
        report.sections.flatMap(({ id }, index) => {
          const failure = failed[index];
          return failure ? [[id, failure]] : [];
        }),
      ),
      sections,
      numbers: numberReport(sections),
      threads: all,
      threadStates,
      isComplete: texts.every((text) => text !== undefined),
      words: sections.reduce((sum, { outline }) => sum + outline.words, 0),
    };
  }, [report.sections, texts, failed, threads, live]);
}

/** The first words of each paragraph and recommendation, by block id, for choosing what to refer to; the last text counts. */
export function excerptsOf(documents: NodeJson[]): Map<string, string> {
  const excerpts = new Map<string, string>();
  for (const document of documents) {
    for (const block of document.content ?? []) {
      if (block.type !== 'paragraph' && block.type !== 'recommendation') continue;
      excerpts.set(String(block.attrs?.id ?? ''), textOf(block).slice(0, 120));
    }
  }
  return excerpts;
}
