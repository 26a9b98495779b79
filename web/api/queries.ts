import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './client.ts';
import { keys } from './keys.ts';

/** Who is asking, and what this installation is. */
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: () => answerOf(api.me.$get()),
  staleTime: 60_000,
});

/** My reports, with what waits for me in each. */
export const reportsQuery = queryOptions({
  queryKey: keys.reports,
  queryFn: () => answerOf(api.reports.$get()),
});

/** One report with its sections, delegations and people, and what I may do to each. */
export const reportQuery = (reportId: string) =>
  queryOptions({
    queryKey: keys.report(reportId),
    queryFn: () => answerOf(api.reports[':id'].$get({ param: { id: reportId } })),
  });

/** The people of the workspace and the invitations that are still open. */
export const peopleQuery = queryOptions({
  queryKey: keys.people,
  queryFn: () => answerOf(api.people.$get()),
});

/** The participating states of the workspace. */
export const delegationsQuery = queryOptions({
  queryKey: keys.delegations,
  queryFn: () => answerOf(api.delegations.$get()),
});
