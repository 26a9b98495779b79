import type { MiddlewareHandler } from 'hono';
import { personOf } from '../../db/access.ts';
import type { Context } from '../../db/context.ts';
import { noteSeen, type Workspace, workspaceOf } from '../../db/queries/workspace.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Env } from '../env.ts';
import type { Auth, SignedIn } from './auth.ts';

/**
 * Lets only members in, and puts who it is in `c.get('person')`. Throws `not_signed_in`, `forbidden` for
 * somebody removed, `second_factor_needed` where the workspace wants one that this person has not set up.
 */
export function requirePerson(context: Context, auth: Auth): MiddlewareHandler<Env> {
  return async (c, next) => {
    const signedIn = await auth.signedIn(c.req.raw.headers);
    if (!signedIn)
      throw new DomainError('not_signed_in', 'You are not signed in, or no longer. Sign in again.');
    const person = await personOf(context.db, signedIn.userId);
    await checkSecondFactor(context, signedIn);
    c.set('person', person);
    await noteSeen(context.db, person);
    await next();
    for (const cookie of signedIn.cookies) c.header('Set-Cookie', cookie, { append: true });
  };
}

/** Throws `second_factor_needed` where the workspace wants a second factor that is not set up. */
export async function checkSecondFactor(context: Context, signedIn: SignedIn): Promise<void> {
  if (needsSecondFactor(signedIn, await workspaceOf(context.db)))
    throw new DomainError(
      'second_factor_needed',
      'This workspace requires a second factor. Set it up on your account page first.',
    );
}

/** Whether the workspace wants a second factor that this person has not set up. */
export function needsSecondFactor(
  { secondFactor }: SignedIn,
  { requireSecondFactor }: Pick<Workspace, 'requireSecondFactor'>,
): boolean {
  return requireSecondFactor && !secondFactor;
}
