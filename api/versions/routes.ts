import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '../../db/context.ts';
import {
  compareVersions,
  listVersions,
  nameVersion,
  readVersion,
  restoreVersion,
} from '../../db/queries/versions.ts';
import { transact } from '../../db/transaction.ts';
import type { Env } from '../env.ts';
import { idParam, line, validate } from '../validate.ts';

const nameBody = z.object({ name: line(120) });
const compareParam = z.object({ from: z.uuid(), to: z.union([z.uuid(), z.literal('now')]) });

/** The versions of a section's text: kept, read, compared, restored. */
export const versionRoutes = (context: Context) =>
  new Hono<Env>()
    .get('/sections/:id/versions', validate('param', idParam), async (c) =>
      c.json(await listVersions(context.db, c.get('person'), c.req.valid('param').id)),
    )
    .post('/sections/:id/versions', validate('param', idParam), validate('json', nameBody), async (c) => {
      const person = c.get('person');
      const section = c.req.valid('param').id;
      const id = await transact(context, person, (action) =>
        nameVersion(action, person, section, c.req.valid('json').name),
      );
      return c.json({ id }, 201);
    })
    .get('/versions/:id', validate('param', idParam), async (c) =>
      c.json(await readVersion(context.db, c.get('person'), c.req.valid('param').id)),
    )
    .get('/versions/:from/compare/:to', validate('param', compareParam), async (c) => {
      const { from, to } = c.req.valid('param');
      return c.json(await compareVersions(context.db, c.get('person'), from, to));
    })
    .post('/versions/:id/restore', validate('param', idParam), async (c) => {
      const person = c.get('person');
      const { id } = c.req.valid('param');
      return c.json(await transact(context, person, (action) => restoreVersion(action, person, id)));
    });
