import type { delegationsQuery, peopleQuery } from '../../api/queries.ts';

type People = Awaited<ReturnType<NonNullable<typeof peopleQuery.queryFn>>>;

/** A person of the workspace as the server tells of them. */
export type Person = People['people'][number];

/** An invitation that is still open. */
export type Invitation = People['invitations'][number];

/** A participating state. */
export type Delegation = Awaited<ReturnType<NonNullable<typeof delegationsQuery.queryFn>>>[number];
