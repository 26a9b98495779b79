import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '../../db/context.ts';
import { changeWorkspace } from '../../db/queries/workspace.ts';
import { transact } from '../../db/transaction.ts';
import type { Env } from '../env.ts';
import { line, validate } from '../validate.ts';

const workspaceBody = z.object({ name: line(100), requireSecondFactor: z.boolean() }).partial();

/** What coordinators decide for the whole workspace. */
export const workspaceRoutes = (context: Context) =>
  new Hono<Env>().patch('/workspace', validate('json', workspaceBody), async (c) => {
    const person = c.get('person');
    await transact(context, person, (action) => changeWorkspace(action, person, c.req.valid('json')));
    return c.json({ ok: true as const });
  });
