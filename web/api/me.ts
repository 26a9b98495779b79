import { useSuspenseQuery } from '@tanstack/react-query';
import { meQuery } from './queries.ts';

type Me = Awaited<ReturnType<NonNullable<typeof meQuery.queryFn>>>;

/** Somebody who is signed in, with the workspace they are in. */
export type SignedIn = Extract<Me, { signedIn: true }>;

/**
 * Whoever is signed in here; only for screens inside the shell, which nobody else gets to. Null for the moment
 * between the end of a session and the sign-in page.
 */
export function useSignedIn(): SignedIn | null {
  const { data } = useSuspenseQuery(meQuery);
  return data.signedIn ? data : null;
}

/** Whether the person who is signed in is a coordinator. The server decides; this only keeps buttons away. */
export function useIsCoordinator(): boolean {
  return useSignedIn()?.person.roles.includes('coordinator') ?? false;
}
