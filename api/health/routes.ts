import { Hono } from 'hono';
import { answers } from '../../db/connect.ts';
import type { Context } from '../../db/context.ts';
import type { ApiOptions, Env } from '../env.ts';
import { Readiness } from './readiness.ts';

const PATIENCE_MS = 3000;

/** What `/api/ready` says; `why` is for people. Only `ready` and `degraded` come with 200. */
type Ready =
  | { status: 'ready' }
  | { status: 'degraded'; why: string }
  | { status: 'stopping' | 'unavailable'; why: string };

/** What `/api/health` says. `takesEdits`: false after edits could not be committed, until they can. */
type Health = { status: 'ok' | 'degraded' | 'unavailable'; database: boolean; takesEdits: boolean };

/**
 * What a proxy and an operator ask, without sign-in. `/health`: does the database answer? `/ready`: should this
 * node be sent work? A node answers here only when its database has the form that it needs; until then its port
 * says 503 to everything.
 */
export const healthRoutes = (context: Context, options: Pick<ApiOptions, 'readiness'> = {}) => {
  const readiness = options.readiness ?? new Readiness();
  const databaseAnswers = askOnce(() => answers(context.db));
  return new Hono<Env>()
    .get('/health', async (c) => {
      const database = await databaseAnswers();
      const takesEdits = database && !context.intake.isFailing;
      const status = !database ? 'unavailable' : takesEdits ? 'ok' : 'degraded';
      return c.json({ status, database, takesEdits } satisfies Health, database ? 200 : 503);
    })
    .get('/ready', async (c) => {
      const database = readiness.isStopping || (await databaseAnswers());
      const ready = readyOf(readiness.isStopping, database, context);
      readiness.asked(Date.now());
      return c.json(ready, ready.status === 'ready' || ready.status === 'degraded' ? 200 : 503);
    });
};

function readyOf(isStopping: boolean, database: boolean, { intake, bus }: Context): Ready {
  if (isStopping) return { status: 'stopping', why: 'This node is stopping.' };
  if (!database) return { status: 'unavailable', why: 'The database does not answer.' };
  if (intake.isFailing) {
    const why =
      'The database takes no edits: they wait, and show as saved to nobody and to others not at all.';
    return { status: 'degraded', why };
  }
  if (bus.neighbours() === 'unreachable') {
    const why =
      'Redis does not answer: edits reach people on other nodes a second late, and carets not at all.';
    return { status: 'degraded', why };
  }
  return { status: 'ready' };
}

/**
 * Asks with patience, and once for everybody who wants to know meanwhile: these addresses are open to all, and
 * must not be a way to keep the database busy.
 */
function askOnce(ask: () => Promise<boolean>): () => Promise<boolean> {
  let asking: Promise<boolean> | null = null;
  const askPatiently = async () => {
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), PATIENCE_MS);
    });
    const answer = await Promise.race([ask(), waited]);
    clearTimeout(timer);
    asking = null;
    return answer;
  };
  return () => (asking ??= askPatiently());
}
