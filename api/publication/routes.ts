import { Hono } from 'hono';
import type { Context } from '../../db/context.ts';
import { listPublications } from '../../db/queries/publications.ts';
import { countAttempt } from '../auth/attempts.ts';
import { refuseTooMany } from '../auth/limit-attempts.ts';
import type { Env } from '../env.ts';
import { idParam, validate } from '../validate.ts';
import { checkOf, draftPdf, publish } from './publish.ts';

/** How many drafts one person may have made: each takes some seconds of a processor. */
const DRAFTS = { max: 20, windowSeconds: 600 };

/** The check before publication, publication itself, and the editions there are. */
export const publicationRoutes = (context: Context) =>
  new Hono<Env>()
    .get('/reports/:id/preflight', validate('param', idParam), async (c) =>
      c.json(await checkOf(context, c.get('person'), c.req.valid('param').id)),
    )
    .get('/reports/:id/draft.pdf', validate('param', idParam), async (c) => {
      const person = c.get('person');
      refuseTooMany(await countAttempt(context.db, `draft ${person.userId}`, DRAFTS));
      const { name, pdf } = await draftPdf(context, person, c.req.valid('param').id, c.req.raw.signal);
      c.header('Content-Disposition', `inline; filename="${name}"`);
      c.header('Content-Type', 'application/pdf');
      return c.body(new Uint8Array(pdf));
    })
    .post('/reports/:id/publish', validate('param', idParam), async (c) => {
      const slug = await publish(context, c.get('person'), c.req.valid('param').id);
      return c.json({ slug }, 201);
    })
    .get('/reports/:id/publications', validate('param', idParam), async (c) =>
      c.json(await listPublications(context.db, c.get('person'), c.req.valid('param').id)),
    );
