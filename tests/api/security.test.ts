import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { socketUser } from '../../api/auth/socket.ts';
import type { Person } from '../../db/access.ts';
import { type Client, ORIGIN, PASSWORD, type TestApi, testApi } from '../support/api.ts';

describe('defence of the API', () => {
  let api: TestApi;
  let coordinator: Person;
  let boss: Client;
  beforeAll(async () => {
    api = await testApi();
    coordinator = await api.person('USA', ['coordinator']);
    boss = await api.client(coordinator);
  });
  afterAll(() => api.close());

  const rename = (name: string, headers: Record<string, string>) =>
    boss.fetch('/api/workspace', {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify({ name }),
    });
  const nameNow = async () => (await boss.get('/api/me')).body.workspace.name;

  test('SEC1 text that the database cannot keep is refused field by field, half of a character too', async () => {
    const before = await nameNow();
    for (const bad of ['half \ud83d of a ship', '\udea2', 'nothing \0 here']) {
      const answers = [
        await boss.patch('/api/workspace', { name: bad }),
        await boss.patch('/api/account', { name: bad }),
      ];
      for (const { status, body } of answers) {
        expect(status).toBe(422);
        expect(body.error.fields).toMatchObject([{ path: 'name' }]);
      }
      const signIn = await api.stranger().post('/api/auth/sign-in/email', { email: bad, password: bad });
      expect(signIn.status).toBe(422);
      const setUp = { token: 'x', name: 'X', email: 'x@x.example', password: PASSWORD, workspaceName: 'X' };
      const answer = await api
        .stranger()
        .post('/api/set-up', { ...setUp, delegationCode: bad, start: 'empty' });
      expect(answer.status).toBe(422);
    }
    expect(await nameNow()).toBe(before);
    expect((await boss.patch('/api/workspace', { name: 'Whole \u{1F6A2}' })).status).toBe(200);
    expect(await nameNow()).toBe('Whole \u{1F6A2}');
    expect((await boss.patch('/api/workspace', { name: before })).status).toBe(200);
  });

  test('SEC4 a page of another site cannot make my browser change anything', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost:3001', 'https://localhost:3000'])
      expect((await rename('Evil', { Origin: origin })).status).toBe(403);
    expect(await nameNow()).toBe('Test');
    expect((await rename('Good', { Origin: ORIGIN })).status).toBe(200);
    expect(await nameNow()).toBe('Good');
  });

  test('SEC4 without an origin, what the browser says of the site decides; a program of mine says nothing', async () => {
    const bare = (headers: Record<string, string>) =>
      api.app.request(`${ORIGIN}/api/workspace`, {
        method: 'PATCH',
        headers: { Cookie: boss.cookie(), 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ name: 'Bare' }),
      });
    expect((await bare({ 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await bare({ 'Sec-Fetch-Site': 'same-site' })).status).toBe(403);
    expect(await nameNow()).toBe('Good');
    expect((await bare({})).status).toBe(200);
  });

  test('SEC4 a foreign page cannot sign somebody in or out either', async () => {
    const sign = (path: string, body: object) =>
      boss.fetch(path, {
        method: 'POST',
        headers: { Origin: 'https://evil.example', 'Content-Type': 'text/plain' },
        body: JSON.stringify(body),
      });
    expect((await sign('/api/auth/sign-out', {})).status).toBe(403);
    const credentials = { email: coordinator.email, password: PASSWORD };
    expect((await sign('/api/auth/sign-in/email', credentials)).status).toBe(403);
    expect((await boss.get('/api/me')).body.signedIn).toBe(true);
  });

  test('SEC2 no answer of the API can become a page, be sniffed, framed or kept', async () => {
    for (const path of ['/api/me', '/api/people', '/api/nowhere', '/api/reports/1']) {
      const { headers } = await boss.get(path);
      expect(headers.get('Content-Security-Policy')).toBe(
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Referrer-Policy')).toBe('no-referrer');
      expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
      expect(headers.get('Permissions-Policy')).toContain('camera=()');
      expect(headers.get('Cache-Control')).toBe('no-store');
      expect(headers.get('Strict-Transport-Security')).toBeNull();
    }
  });

  test('SEC1 what is no JSON, no object, too large or nowhere is said so', async () => {
    const send = (body: string) =>
      boss.fetch('/api/workspace', {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body,
      });
    for (const body of ['{', '[]', 'null', '"name"', '{"name":1}', '{"name":"two\\nlines"}']) {
      const response = await send(body);
      expect([body, response.status, (await response.json()).error.code]).toEqual([body, 422, 'invalid']);
    }
    const large = await send(JSON.stringify({ name: 'x'.repeat(2 * 1024 * 1024) }));
    expect([large.status, (await large.json()).error.code]).toEqual([413, 'too_large']);
    expect((await boss.get('/api/nowhere')).body.error.code).toBe('not_found');
    expect((await api.stranger().get('/api/nowhere')).body.error.code).toBe('not_signed_in');
    expect(await nameNow()).toBe('Bare');
  });

  test('PUB3 nobody who is not signed in gets past the door', async () => {
    const stranger = api.stranger();
    for (const path of ['/api/people', '/api/delegations', '/api/reports', '/api/stream', '/api/search?q=a'])
      expect([path, (await stranger.get(path)).status]).toEqual([path, 401]);
    expect((await stranger.patch('/api/workspace', { name: 'Mine' })).status).toBe(401);
  });

  test('PUB3 a cookie that we did not sign opens nothing', async () => {
    const [name] = boss.cookie().split('=');
    const { token } = await api.context.db
      .selectFrom('session')
      .where('userId', '=', coordinator.userId)
      .select('token')
      .executeTakeFirstOrThrow();
    for (const value of [token, `${token}.`, `${token}.AAAA`]) {
      const headers = { Cookie: `${name}=${value}` };
      const response = await api.app.request(`${ORIGIN}/api/people`, { headers });
      expect(response.status).toBe(401);
    }
  });
});

describe('who opens a websocket', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await testApi();
  });
  afterAll(() => api.close());

  test('SEC3 whoever has a session that stands, from a page of ours; nobody else', async () => {
    const userOf = socketUser(api.context, api.auth, [ORIGIN]);
    const upgrade = (headers: Record<string, string>) => {
      const request = new IncomingMessage(new Socket());
      Object.assign(request.headers, headers);
      return userOf(request);
    };
    const person = await api.person('JPN', ['drafter']);
    const cookie = (await api.client(person)).cookie();
    expect(await upgrade({ cookie, origin: ORIGIN })).toBe(person.userId);
    expect(await upgrade({ cookie, origin: 'https://evil.example' })).toBeNull();
    expect(await upgrade({ cookie, origin: 'null' })).toBeNull();
    expect(await upgrade({ origin: ORIGIN })).toBeNull();
    expect(await upgrade({ cookie: `${cookie.slice(0, -3)}AAA`, origin: ORIGIN })).toBeNull();

    const boss = await api.client(await api.person('USA', ['coordinator']));
    await boss.patch('/api/workspace', { requireSecondFactor: true });
    expect(await upgrade({ cookie, origin: ORIGIN })).toBeNull();
    await api.context.db.updateTable('workspace').set({ requireSecondFactor: false }).execute();
    expect(await upgrade({ cookie, origin: ORIGIN })).toBe(person.userId);
    await api.context.db.deleteFrom('session').where('userId', '=', person.userId).execute();
    expect(await upgrade({ cookie, origin: ORIGIN })).toBeNull();
  });
});

describe('behind https', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await testApi({ publicUrl: 'https://reports.example.org' });
  });
  afterAll(() => api.close());

  test('SEC2 cookies go over https alone, and browsers are told to stay there', async () => {
    const person = await api.person('JPN', ['drafter']);
    const client = api.stranger();
    const { headers } = await client.post('/api/auth/sign-in/email', {
      email: person.email,
      password: PASSWORD,
    });
    expect(headers.getSetCookie()[0]).toMatch(/^__Secure-.*; Secure/);
    expect(headers.get('Strict-Transport-Security')).toBe('max-age=31536000');
    expect((await client.get('/api/people')).status).toBe(200);
  });
});

describe('when something breaks', () => {
  test('SEC5 what nobody foresaw shows a reference number, and nothing of what happened', async () => {
    const api = await testApi();
    const boss = await api.client(await api.person('USA', ['coordinator']));
    await api.context.db.schema.dropTable('invitation').execute();
    const { status, body } = await boss.get('/api/people');
    expect([status, body.error.code, body.error.fields]).toEqual([500, 'unknown', []]);
    expect(body.error.message).toMatch(
      /^Something went wrong on our side\. Nothing of this request was kept\. Reference: [0-9A-F]{10}\.$/,
    );
    await api.close();
  });

  test('START4 without its database the server says so, at the health address and to everybody', async () => {
    const api = await testApi();
    const boss = await api.client(await api.person('USA', ['coordinator']));
    expect((await api.stranger().get('/api/health')).body).toEqual({
      status: 'ok',
      database: true,
      takesEdits: true,
    });
    await api.context.db.destroy();
    const health = await api.stranger().get('/api/health');
    expect([health.status, health.body]).toEqual([
      503,
      { status: 'unavailable', database: false, takesEdits: false },
    ]);
    const { status, body } = await boss.get('/api/people');
    expect([status, body.error.code]).toEqual([503, 'unavailable']);
  });
});
