import type { IncomingMessage } from 'node:http';
import { personOf } from '../../db/access.ts';
import type { Context } from '../../db/context.ts';
import { shareWhileUnderWay } from '../../db/under-way.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Auth } from './auth.ts';
import { checkSecondFactor } from './require-person.ts';

/**
 * Who opens a websocket: the user id, or null for nobody who may. Takes the session's cookie, and from a
 * browser (which always names it) an `Origin` of ours, since its same-origin rule does not hold for websockets.
 * Can be asked again later with the same request, to see whether the session still stands.
 */
export function socketUser(context: Context, auth: Auth, origins: string[]) {
  const userOf = shareWhileUnderWay(async (cookie) => {
    const signedIn = await auth.signedIn(new Headers({ cookie }));
    if (!signedIn) return null;
    try {
      await personOf(context.db, signedIn.userId);
      await checkSecondFactor(context, signedIn);
      return signedIn.userId;
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  });
  return async (request: IncomingMessage): Promise<string | null> => {
    const { origin, cookie } = request.headers;
    if (cookie === undefined || (origin !== undefined && !origins.includes(origin))) return null;
    return userOf(cookie);
  };
}
