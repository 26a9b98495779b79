import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnsweredRequest } from '../../api/answer-log.ts';
import { createApi } from '../../api/app.ts';
import { Readiness } from '../../api/health/readiness.ts';
import { createMailer } from '../../api/mail/mailer.ts';
import { createBus } from '../../db/bus.ts';
import { connect } from '../../db/connect.ts';
import type { Context } from '../../db/context.ts';
import { ORIGIN, type TestApi, testApi } from '../support/api.ts';
import { freePort } from '../support/server-process.ts';

let api: TestApi;

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

/** The API on another part or two than usual, with its log and what it tells whoever measures. */
function apiWith(parts: Partial<Context>) {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const context = { ...api.context, ...parts, log };
  const mailer = createMailer({ smtpUrl: null, publicUrl: ORIGIN }, log);
  const readiness = new Readiness();
  const answered: AnsweredRequest[] = [];
  const observe = (request: AnsweredRequest) => answered.push(request);
  const options = { publicUrl: ORIGIN, origins: [ORIGIN], auth: api.auth, mailer, readiness, observe };
  const app = createApi(context, options);
  const get = async (path: string) => {
    const response = await app.request(path);
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return { get, lines, answered, readiness };
}

/** A database that refuses every connection. */
const noDatabase = async () => connect(`postgres://rapporteur:x@127.0.0.1:${await freePort()}/rapporteur`);

describe('whether a node takes work', () => {
  test('OPS3 a node whose database answers is ready', async () => {
    const { get } = apiWith({});
    expect(await get('/api/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  test('OPS3 START4 without its database a node is neither ready nor healthy, and says why', async () => {
    const db = await noDatabase();
    const { get } = apiWith({ db });
    const why = 'The database does not answer.';
    expect(await get('/api/ready')).toMatchObject({ status: 503, body: { status: 'unavailable', why } });
    expect(await get('/api/health')).toMatchObject({ status: 503, body: { database: false } });
    await db.destroy();
  });

  test('OPS3 without Redis a node is ready, and says what goes slower', async () => {
    const bus = createBus(`redis://127.0.0.1:${await freePort()}`, pino({ level: 'silent' }));
    const { get } = apiWith({ bus });
    const { status, body } = await get('/api/ready');
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'degraded', why: expect.stringContaining('Redis') });
    await bus.close();
  });

  test('OPS3 OPS4 a node that stops says so, and waits until whoever asks has heard it', async () => {
    const { get, readiness } = apiWith({});
    await get('/api/ready');
    let hasStopped = false;
    const stopping = readiness.stop(Date.now()).then(() => {
      hasStopped = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(hasStopped).toBe(false);
    expect(await get('/api/ready')).toMatchObject({ status: 503, body: { status: 'stopping' } });
    await stopping;
    expect(hasStopped).toBe(true);
  });

  test('OPS4 a node that nobody asks stops at once', async () => {
    const { get, readiness } = apiWith({});
    const startedAtMs = performance.now();
    await readiness.stop(Date.now());
    expect(performance.now() - startedAtMs).toBeLessThan(500);
    expect((await get('/api/ready')).status).toBe(503);
  });
});

describe('what is known of a request', () => {
  test('OPS2 its id is in the answer and in its line of log, and no two have the same', async () => {
    const { get, lines } = apiWith({});
    const ids = [await get('/api/me'), await get('/api/me')].map((a) => a.headers.get('x-request-id'));
    expect(ids[0]).toMatch(/^[\da-f-]{36}$/);
    expect(new Set(ids).size).toBe(2);
    expect(lines.filter(({ msg }) => msg === 'answered').map(({ request }) => request)).toEqual(ids);
  });

  test('OPS2 a failure is logged under the id that its reader was given', async () => {
    const db = await noDatabase();
    const { get, lines } = apiWith({ db });
    const { status, headers } = await get('/api/me');
    expect(status).toBe(503);
    const failure = lines.find(({ msg }) => msg === 'unavailable');
    expect(failure?.request).toBe(headers.get('x-request-id'));
    await db.destroy();
  });

  test('OPS1 OPS2 its route is told by the pattern, and nothing of its path or query is', async () => {
    const { get, lines, answered } = apiWith({});
    await get('/api/reports/hunter2-in-the-path?token=hunter2-in-the-query');
    await get('/api/hunter2-of-no-route');
    expect(answered.map(({ route, status }) => `${route} ${status}`)).toEqual([
      '/api/reports/:id 401',
      '/api/* 401',
    ]);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });
});
