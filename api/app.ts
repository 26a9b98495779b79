import { Hono } from 'hono';
import type { Context } from '../db/context.ts';
import { DomainError } from '../domain/errors.ts';
import { activityRoutes } from './activity/routes.ts';
import { logAnswers } from './answer-log.ts';
import { meRoutes } from './auth/me.ts';
import { requirePerson } from './auth/require-person.ts';
import { authRoutes } from './auth/routes.ts';
import { clearanceRoutes } from './clearance/routes.ts';
import { delegationRoutes } from './delegations/routes.ts';
import type { ApiOptions, Env } from './env.ts';
import { handleErrors } from './errors.ts';
import { fileRoutes } from './files/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { invitationRoutes, openInvitationRoutes } from './people/invitations.ts';
import { peopleRoutes } from './people/routes.ts';
import { presenceRoutes } from './presence/routes.ts';
import { publicRoutes } from './publication/public-routes.ts';
import { publicationRoutes } from './publication/routes.ts';
import { reportRoutes } from './reports/routes.ts';
import { searchRoutes } from './search/routes.ts';
import { sectionRoutes } from './sections/routes.ts';
import { limitBodies, sameOriginOnly, securityHeaders } from './security.ts';
import { setUpRoutes } from './set-up/routes.ts';
import { streamRoutes } from './stream/routes.ts';
import { threadRoutes } from './threads/routes.ts';
import { versionRoutes } from './versions/routes.ts';
import { workspaceRoutes } from './workspace/routes.ts';

/**
 * Everything under `/api`, and the public pages of publications. The order matters: what stands before
 * `requirePerson` is open to everybody, what stands after it is for members only, unknown addresses included.
 */
export function createApi(context: Context, options: ApiOptions) {
  const api = new Hono<Env>()
    .use(sameOriginOnly(options.origins))
    .use(limitBodies())
    .route('/', healthRoutes(context, options))
    .route('/', meRoutes(context, options))
    .route('/', authRoutes(context, options))
    .route('/', setUpRoutes(context, options))
    .route('/', openInvitationRoutes(context, options))
    .use(requirePerson(context, options.auth))
    .route('/', streamRoutes(context, options))
    .route('/', workspaceRoutes(context))
    .route('/', delegationRoutes(context))
    .route('/', peopleRoutes(context, options))
    .route('/', invitationRoutes(context, options))
    .route('/', reportRoutes(context))
    .route('/', sectionRoutes(context))
    .route('/', fileRoutes(context))
    .route('/', threadRoutes(context))
    .route('/', clearanceRoutes(context))
    .route('/', versionRoutes(context))
    .route('/', publicationRoutes(context))
    .route('/', presenceRoutes(context))
    .route('/', activityRoutes(context))
    .route('/', searchRoutes(context));
  // A statement of its own, so that it is no part of the type that clients see.
  api.all('*', () => {
    throw new DomainError('not_found', 'There is nothing at this address.');
  });
  const logged = logAnswers(context.log, options.observe);
  return new Hono<Env>()
    .onError(handleErrors(context.log))
    .use('/api/*', logged)
    .use('/publications/*', logged)
    .use(securityHeaders(options.publicUrl))
    .route('/publications', publicRoutes(context))
    .route('/api', api);
}

/** What `hono/client` needs to know: the type of every route. */
export type Api = ReturnType<typeof createApi>;
