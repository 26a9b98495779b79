import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Logger } from 'pino';
import type { ApiOptions, Env } from './env.ts';

/** One answered request, for whoever measures. */
export type AnsweredRequest = {
  method: string;
  /** The pattern of the route that answered, `/api/sections/:id` say, and never the path that was asked for. */
  route: string;
  status: number;
  /** Until the answer began: an event stream goes on for hours. */
  seconds: number;
};

/** Asked by machines every second or so; their lines would hide all others. */
const QUIET = new Set(['/api/health', '/api/ready']);

/**
 * Gives each request an id, sends it back as `X-Request-Id`, and writes one line of log by it: who was answered
 * by which route, how, and in how long. Nothing that was sent or answered is in the line, and no path, since a
 * path can hold anything. The id is always ours: one from outside could be chosen to mislead.
 */
export function logAnswers(log: Logger, observe: ApiOptions['observe']): MiddlewareHandler<Env> {
  return async (c, next) => {
    const requestId = randomUUID();
    c.set('requestId', requestId);
    const startedAtMs = performance.now();
    await next();
    c.header('X-Request-Id', requestId);
    const ms = performance.now() - startedAtMs;
    const answered = { method: c.req.method, route: routeOf(matchedRoutes(c)), status: c.res.status };
    observe?.({ ...answered, seconds: ms / 1000 });
    const level = QUIET.has(answered.route) ? 'debug' : 'info';
    log[level](
      { request: requestId, ...answered, ms: Math.round(ms * 10) / 10, user: c.get('person')?.userId },
      'answered',
    );
  };
}

/**
 * The pattern of the route asked for, also where a check before it refused. Middleware is registered for every
 * method; what matches nothing else is one of the `*` that refuse the unknown.
 */
function routeOf(routes: { path: string; method: string }[]): string {
  const route = routes.find(({ method }) => method !== 'ALL') ?? routes.at(-1);
  return route?.path ?? '*';
}
