import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '../../db/context.ts';
import { search } from '../../db/queries/search.ts';
import type { Env } from '../env.ts';
import { validate } from '../validate.ts';

const searchQuery = z.object({
  // Postgres takes no NUL, and nobody types the other control characters.
  q: z
    .string()
    .trim()
    .max(100, 'must not be longer than 100 characters')
    .regex(/^\P{Cc}*$/u),
});

/** Finds reports, sections and people by what they are called. */
export const searchRoutes = (context: Context) =>
  new Hono<Env>().get('/search', validate('query', searchQuery), async (c) =>
    c.json(await search(context.db, c.get('person'), c.req.valid('query').q)),
  );
