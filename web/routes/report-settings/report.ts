import type { reportQuery } from '../../api/queries.ts';

/** A report as the server tells of it, without its text. */
export type Report = Awaited<ReturnType<NonNullable<ReturnType<typeof reportQuery>['queryFn']>>>;

/** One of its sections. */
export type Section = Report['sections'][number];

/** One of its participating states. */
export type Delegation = Report['delegations'][number];
