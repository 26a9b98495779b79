import {
  queryOptions,
  useIsMutating,
  useMutation,
  useMutationState,
  useQueryClient,
} from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { tellDone } from '../../shell/notices.ts';

/** What the check before publication finds, and what an edition made now would say of itself. */
export const checkQuery = (reportId: string) =>
  queryOptions({
    queryKey: keys.preflight(reportId),
    queryFn: () => answerOf(api.reports[':id'].preflight.$get({ param: { id: reportId } })),
  });

/** The editions that there are, the newest first. */
export const publicationsQuery = (reportId: string) =>
  queryOptions({
    queryKey: keys.publications(reportId),
    queryFn: () => answerOf(api.reports[':id'].publications.$get({ param: { id: reportId } })),
  });

/** The address of the report as a PDF, as it stands now. */
export const draftAddress = (reportId: string) => `/api/reports/${encodeURIComponent(reportId)}/draft.pdf`;

export type Check = Awaited<ReturnType<NonNullable<ReturnType<typeof checkQuery>['queryFn']>>>;
export type Finding = Check['findings'][number];
export type Publication = Awaited<
  ReturnType<NonNullable<ReturnType<typeof publicationsQuery>['queryFn']>>
>[number];

const publishKey = (reportId: string) => ['publish', reportId];

/**
 * Publishes a report. It goes on when one leaves the screen, and is seen to go on when one comes back
 * ({@link usePublishingSince}); the end of it is told wherever one is.
 */
export function usePublish(reportId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationKey: publishKey(reportId),
    mutationFn: () => answerOf(api.reports[':id'].publish.$post({ param: { id: reportId } })),
    onSuccess: async ({ slug }) => {
      tellDone(`The report is published, at ${publicAddress(slug)}`);
      await client.invalidateQueries({ queryKey: ['report', reportId] });
    },
    // What is told against it is about a report that is no longer as it is on the screen.
    onError: () => client.invalidateQueries({ queryKey: ['report', reportId] }),
  });
}

/** Since when this browser has been publishing the report, in milliseconds of its clock, or null. */
export function usePublishingSince(reportId: string): number | null {
  const isPublishing = useIsMutating({ mutationKey: publishKey(reportId) }) > 0;
  const started = useMutationState({
    filters: { mutationKey: publishKey(reportId), status: 'pending' },
    select: ({ state }) => state.submittedAt,
  });
  return isPublishing ? (started.at(-1) ?? null) : null;
}

/** Where anybody reads an edition. */
export function publicAddress(slug: string): string {
  return `${location.origin}/publications/${encodeURIComponent(slug)}`;
}

/** A file of an edition, on this origin. */
export function fileAddress(slug: string, name: string): string {
  return `/publications/${encodeURIComponent(slug)}/${encodeURIComponent(name)}`;
}
