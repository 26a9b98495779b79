import { Hono } from 'hono';
import type { Context } from '../db/context.ts';
import { DomainError } from '../domain/errors.ts';
import { meRoutes } from './auth/me.ts';
import { requirePerson } from './auth/require-person.ts';
import type { ApiOptions, Env } from './env.ts';
import { handleErrors } from './errors.ts';
import { healthRoutes } from './health/routes.ts';
import { limitBodies, sameOriginOnly, securityHeaders } from './security.ts';

/**
 * Everything under `/api`, and the public pages of publications. The order matters: what stands before
 * `requirePerson` is open to everybody, what stands after it is for members only, unknown addresses included.
 */
export function createApi(context: Context, options: ApiOptions) {
  const api = new Hono<Env>()
    .use(sameOriginOnly(options.origins))
    .use(limitBodies())
    .route('/', healthRoutes(context))
    .route('/', meRoutes(context, options))
    .use(requirePerson(context, options.auth));
  // A statement of its own, so that it is no part of the type that clients see.
  api.all('*', () => {
    throw new DomainError('not_found', 'There is nothing at this address.');
  });
  return new Hono<Env>()
    .onError(handleErrors(context.log))
    .use(securityHeaders(options.publicUrl))
    .route('/api', api);
}

/** What `hono/client` needs to know: the type of every route. */
export type Api = ReturnType<typeof createApi>;
