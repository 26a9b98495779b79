import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '../../db/context.ts';
import { listPositions, readClearance, takePosition } from '../../db/queries/positions.ts';
import { transact } from '../../db/transaction.ts';
import { POSITION_KINDS } from '../../domain/workflow/positions.ts';
import type { Env } from '../env.ts';
import { idParam, prose, validate } from '../validate.ts';

const positionBody = z.object({
  kind: z.enum(POSITION_KINDS),
  comment: z.union([z.string().trim().length(0), prose(10_000)]).default(''),
  digest: z.string().regex(/^[0-9a-f]{64}$/, 'must be the digest of the text that you saw'),
});

/** The positions of states on the text of sections. */
export const clearanceRoutes = (context: Context) =>
  new Hono<Env>()
    .get('/reports/:id/clearance', validate('param', idParam), async (c) =>
      c.json(await readClearance(context.db, c.get('person'), c.req.valid('param').id)),
    )
    .get('/sections/:id/positions', validate('param', idParam), async (c) =>
      c.json(await listPositions(context.db, c.get('person'), c.req.valid('param').id)),
    )
    .post(
      '/sections/:id/positions',
      validate('param', idParam),
      validate('json', positionBody),
      async (c) => {
        const person = c.get('person');
        const section = c.req.valid('param').id;
        await transact(context, person, (action) =>
          takePosition(action, person, section, c.req.valid('json')),
        );
        return c.json({ ok: true as const }, 201);
      },
    );
