import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Person } from '../../db/access.ts';
import { personOf } from '../../db/access.ts';
import type { Context } from '../../db/context.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Signal } from '../../domain/events.ts';
import type { ApiOptions, Env } from '../env.ts';

const HEARTBEAT_MS = 20_000;
/** Signals kept for a reader who does not take them. Then the stream ends, and the browser comes back and asks for everything. */
const MAX_WAITING = 2000;

/**
 * What happens, as it happens: server-sent events named `signal`, each a `Signal` in JSON. It only says what to
 * ask for again. Ends when its person is removed or their session ends; the browser comes back by itself.
 */
export const streamRoutes = (context: Context, { auth }: ApiOptions) =>
  new Hono<Env>().get('/stream', (c) => {
    let person = c.get('person');
    const { headers } = c.req.raw;
    c.header('X-Accel-Buffering', 'no'); // else a proxy may hold events back until it has some kilobytes
    return streamSSE(c, async (stream) => {
      const waiting: Signal[] = [];
      let tooSlow = false;
      let wake: () => void = () => undefined;
      const unsubscribe = context.bus.subscribe((signal) => {
        if (signal.kind === 'appended') return;
        if (waiting.length >= MAX_WAITING) tooSlow = true;
        else waiting.push(signal);
        wake();
      });
      stream.onAbort(() => wake());
      try {
        await stream.write(': open\n\n');
        while (!stream.aborted && !tooSlow) {
          if (waiting.length === 0) {
            const rang = await waitFor((resolve) => {
              wake = resolve;
            }, HEARTBEAT_MS);
            if (stream.aborted) break;
            if (!rang) {
              if ((await auth.signedIn(headers)) === null) break;
              await stream.write(': still here\n\n');
            }
            continue;
          }
          for (const signal of waiting.splice(0)) {
            if (concernsAccess(signal)) {
              const now = await stillIn(context, auth, headers, person);
              if (!now) return;
              person = now;
            }
            if (maySee(person, signal))
              await stream.writeSSE({ event: 'signal', data: JSON.stringify(forClient(signal)) });
          }
        }
      } finally {
        unsubscribe();
      }
    });
  });

/** True when `start`'s callback was called within `ms`. */
function waitFor(start: (resolve: () => void) => void, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    start(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

function concernsAccess(signal: Signal): boolean {
  return (
    signal.kind === 'event' && (signal.event.startsWith('person.') || signal.event === 'workspace.changed')
  );
}

function maySee(person: Person, signal: Signal): boolean {
  return signal.kind !== 'event' || signal.visibleTo === null || signal.visibleTo === person.delegationId;
}

/** Which of our nodes somebody is on is nobody's business. */
function forClient(signal: Signal) {
  if (signal.kind !== 'presence') return signal;
  const { node: _node, ...rest } = signal;
  return rest;
}

async function stillIn(
  context: Context,
  auth: ApiOptions['auth'],
  headers: Headers,
  person: Person,
): Promise<Person | null> {
  if ((await auth.signedIn(headers)) === null) return null;
  return await personOf(context.db, person.userId).catch((error: unknown) => {
    if (error instanceof DomainError) return null;
    throw error;
  });
}
