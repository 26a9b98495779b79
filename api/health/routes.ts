import { Hono } from 'hono';
import { sql } from 'kysely';
import type { Context } from '../../db/context.ts';
import type { Env } from '../env.ts';

const PATIENCE_MS = 3000;

/** Tells a load balancer, without sign-in, whether this node can work: whether its database answers. */
export const healthRoutes = (context: Context) =>
  new Hono<Env>().get('/health', async (c) => {
    const asked = sql`select 1`.execute(context.db).then(
      () => true,
      () => false,
    );
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), PATIENCE_MS);
    });
    const database = await Promise.race([asked, waited]);
    clearTimeout(timer);
    return c.json(
      { status: database ? ('ok' as const) : ('unavailable' as const), database },
      database ? 200 : 503,
    );
  });
