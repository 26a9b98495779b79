import { infiniteQueryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

/** What happened in a report, page by page into the past. */
export const activityQuery = (reportId: string) =>
  infiniteQueryOptions({
    queryKey: keys.activity(reportId),
    queryFn: ({ pageParam }) =>
      answerOf(
        api.reports[':id'].activity.$get({
          param: { id: reportId },
          query: pageParam === null ? {} : { before: pageParam },
        }),
      ),
    // The id of the oldest event that is known, null for the newest page.
    initialPageParam: null as string | null,
    getNextPageParam: ({ events, more }) => (more ? String(events.at(-1)?.id ?? '') : null),
  });

type ActivityPage = Awaited<ReturnType<NonNullable<ReturnType<typeof activityQuery>['queryFn']>>>;

/** One event as the API gives it. */
export type ActivityEvent = Extract<ActivityPage, { events: unknown }>['events'][number];
