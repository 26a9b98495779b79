import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '../../db/context.ts';
import { listThreads, openThread, reopenThread, reply, resolveThread } from '../../db/queries/threads.ts';
import { transact } from '../../db/transaction.ts';
import type { Env } from '../env.ts';
import { idParam, prose, validate } from '../validate.ts';

const MAX_COMMENT_CHARACTERS = 10_000;
const offset = z.int().min(0).max(1_000_000);

const threadBody = z
  .object({
    // As it stands in the text, so neither trimmed nor cleaned.
    quote: z.string().min(1, 'must not be empty').max(20_000, 'is too long: comment on a shorter passage'),
    blockId: z.string().min(1).max(64),
    from: offset,
    to: offset,
    visibility: z.enum(['all', 'delegation']),
    body: prose(MAX_COMMENT_CHARACTERS),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be after “from”' });
const replyBody = z.object({ body: prose(MAX_COMMENT_CHARACTERS) });

/** Comments on the text of a section. */
export const threadRoutes = (context: Context) =>
  new Hono<Env>()
    .get('/sections/:id/threads', validate('param', idParam), async (c) =>
      c.json(await listThreads(context.db, c.get('person'), c.req.valid('param').id)),
    )
    .post('/sections/:id/threads', validate('param', idParam), validate('json', threadBody), async (c) => {
      const person = c.get('person');
      const section = c.req.valid('param').id;
      const id = await transact(context, person, (action) =>
        openThread(action, person, section, c.req.valid('json')),
      );
      return c.json({ id }, 201);
    })
    .post('/threads/:id/replies', validate('param', idParam), validate('json', replyBody), async (c) => {
      const person = c.get('person');
      const thread = c.req.valid('param').id;
      const id = await transact(context, person, (action) =>
        reply(action, person, thread, c.req.valid('json').body),
      );
      return c.json({ id }, 201);
    })
    .post('/threads/:id/resolve', validate('param', idParam), async (c) => {
      const person = c.get('person');
      await transact(context, person, (action) => resolveThread(action, person, c.req.valid('param').id));
      return c.json({ ok: true as const });
    })
    .post('/threads/:id/reopen', validate('param', idParam), async (c) => {
      const person = c.get('person');
      await transact(context, person, (action) => reopenThread(action, person, c.req.valid('param').id));
      return c.json({ ok: true as const });
    });
