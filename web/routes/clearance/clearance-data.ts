import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

/** Every state's standing on every section of a report; states with one's own first. */
export const clearanceQuery = (reportId: string) =>
  queryOptions({
    queryKey: keys.clearance(reportId),
    queryFn: () => answerOf(api.reports[':id'].clearance.$get({ param: { id: reportId } })),
  });

/** The table as the API gives it. */
export type Clearance = Awaited<ReturnType<NonNullable<ReturnType<typeof clearanceQuery>['queryFn']>>>;
/** A column of the table. */
export type ClearedSection = Clearance['sections'][number];
/** A row of the table. */
export type State = Clearance['delegations'][number];
/** A state on a section. */
export type Cell = Clearance['cells'][number];

/** Every position that was ever taken on a section, newest first; asked for again with the table. */
export const positionsQuery = (reportId: string, sectionId: string) =>
  queryOptions({
    queryKey: [...keys.clearance(reportId), sectionId],
    queryFn: () => answerOf(api.sections[':id'].positions.$get({ param: { id: sectionId } })),
  });
