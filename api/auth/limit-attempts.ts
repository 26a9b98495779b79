import type { MiddlewareHandler } from 'hono';
import type { Context } from '../../db/context.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Env } from '../env.ts';
import { type AttemptRule, countAttempt } from './attempts.ts';
import { clientAddress } from './client-address.ts';

/** Limits how often one address may try something that a token or password guards. */
export function limitAttempts(context: Context, what: string, rule: AttemptRule): MiddlewareHandler<Env> {
  return async (c, next) => {
    refuseTooMany(await countAttempt(context.db, `${what} ${clientAddress(c)}`, rule));
    await next();
  };
}

/** Throws `too_many` where there is something to wait for. */
export function refuseTooMany(waitSeconds: number | null): void {
  if (waitSeconds === null) return;
  const wait = waitSeconds < 90 ? `${waitSeconds} seconds` : `${Math.ceil(waitSeconds / 60)} minutes`;
  throw new DomainError('too_many', `Too many attempts. Try again in ${wait}.`);
}
