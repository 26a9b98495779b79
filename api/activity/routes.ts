import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '../../db/context.ts';
import { readActivity } from '../../db/queries/activity.ts';
import type { Env } from '../env.ts';
import { idParam, validate } from '../validate.ts';

const page = z.object({
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
});

/** Who did what in a report. */
export const activityRoutes = (context: Context) =>
  new Hono<Env>().get(
    '/reports/:id/activity',
    validate('param', idParam),
    validate('query', page),
    async (c) => {
      const { before } = c.req.valid('query');
      const { id } = c.req.valid('param');
      return c.json(await readActivity(context.db, c.get('person'), id, before ?? null));
    },
  );
