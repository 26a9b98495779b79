import type { IncomingMessage } from 'node:http';
import { peopleOf } from '../../db/access.ts';
import type { Context } from '../../db/context.ts';
import { workspaceOf } from '../../db/queries/workspace.ts';
import { askTogether } from '../../db/together.ts';
import type { Auth, SignedIn } from './auth.ts';
import { needsSecondFactor } from './require-person.ts';

/**
 * Who opens a websocket: the user id, or null for nobody who may. Takes the session's cookie, and from a
 * browser (which always names it) an `Origin` of ours, since its same-origin rule does not hold for websockets.
 * Can be asked again later with the same request, to see whether the session still stands.
 */
export function socketUser({ db }: Context, auth: Auth, origins: string[]) {
  const lookUp = askTogether(async (cookies) => {
    const sessions = await Promise.all(cookies.map((cookie) => sessionOf(auth, cookie)));
    const userIds = sessions.flatMap((session) => (session && 'userId' in session ? [session.userId] : []));
    const [people, workspace] = await Promise.all([peopleOf(db, userIds), workspaceOf(db)]);
    return new Map(
      sessions.map((session, i): [string, typeof session] => {
        if (!session || 'failure' in session) return [cookies[i] ?? '', session];
        const may = people.has(session.userId) && !needsSecondFactor(session, workspace);
        return [cookies[i] ?? '', may ? session : null];
      }),
    );
  });
  return async (request: IncomingMessage): Promise<string | null> => {
    const { origin, cookie } = request.headers;
    if (cookie === undefined || (origin !== undefined && !origins.includes(origin))) return null;
    const session = await lookUp(cookie);
    if (session && 'failure' in session) throw session.failure;
    return session?.userId ?? null;
  };
}

/** What failed concerns nobody else who is looked up with it. */
async function sessionOf(auth: Auth, cookie: string): Promise<SignedIn | { failure: unknown } | null> {
  try {
    return await auth.signedIn(new Headers({ cookie }));
  } catch (failure) {
    return { failure };
  }
}
