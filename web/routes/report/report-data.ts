import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { OutlineOf } from '../../../domain/protocol.ts';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { reportQuery } from '../../api/queries.ts';

/** A report as its page knows it, without its text. */
export type Report = Awaited<ReturnType<NonNullable<ReturnType<typeof reportQuery>['queryFn']>>>;
export type Section = Report['sections'][number];
export type Delegation = Report['delegations'][number];

/** The text of one section, to read. */
export const textQuery = (sectionId: string) =>
  queryOptions({
    queryKey: keys.text(sectionId),
    queryFn: () => answerOf(api.sections[':id'].text.$get({ param: { id: sectionId } })),
  });

/**
 * Puts in what has numbers in a section, as the live side told it: so the numbers behind it move before its text
 * is asked for again.
 */
export function takeOutline(client: QueryClient, reportId: string, { sectionId, outline }: OutlineOf): void {
  client.setQueryData(
    reportQuery(reportId).queryKey,
    (report) =>
      report && {
        ...report,
        sections: report.sections.map((section) =>
          section.id === sectionId ? { ...section, outline } : section,
        ),
      },
  );
  client.setQueryData(textQuery(sectionId).queryKey, (text) => text && { ...text, outline });
}

/** The threads on one section that this person may see. */
export const threadsQuery = (sectionId: string) =>
  queryOptions({
    queryKey: keys.threads(sectionId),
    queryFn: () => answerOf(api.sections[':id'].threads.$get({ param: { id: sectionId } })),
  });

export type Thread = Awaited<ReturnType<NonNullable<ReturnType<typeof threadsQuery>['queryFn']>>>[number];

/** Who is in which section now. */
export const presenceQuery = (reportId: string) =>
  queryOptions({
    queryKey: keys.presence(reportId),
    queryFn: () => answerOf(api.reports[':id'].presence.$get({ param: { id: reportId } })),
    // Somebody whose connection broke leaves no signal.
    refetchInterval: 30_000,
  });

/** The address of an uploaded picture. */
export function fileUrl(id: string): string {
  return `/api/files/${encodeURIComponent(id)}`;
}
