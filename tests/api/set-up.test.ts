import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashOfToken, newToken } from '../../api/auth/token.ts';
import { replaceSetUpToken } from '../../db/queries/workspace.ts';
import { PASSWORD, type TestApi, testApi } from '../support/api.ts';

const FIRST = {
  name: 'Noor',
  email: 'Noor@nld.example',
  password: PASSWORD,
  workspaceName: 'Monitoring',
  start: 'empty',
};

describe('set-up', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await testApi({ setUp: false });
  });
  afterAll(() => api.close());

  const newLink = async () => {
    const token = newToken();
    return { token, offered: await replaceSetUpToken(api.context.db, hashOfToken(token)) };
  };
  const setUp = async (body: object) => {
    const client = api.stranger();
    return { client, answer: await client.post('/api/set-up', { ...FIRST, ...body }) };
  };

  test('AUTH1 AUTH12 whoever has no link, an older one, or leaves something out makes nothing', async () => {
    const { token: older } = await newLink();
    const { token } = await newLink();
    const look = (link: string) => api.stranger().post('/api/set-up/look', { token: link });
    expect([(await look(token)).status, (await look(token)).status]).toEqual([200, 200]);
    for (const wrong of ['guess', older, hashOfToken(token)]) {
      expect((await look(wrong)).body.error.message).toMatch(/^This set-up link does not work/);
      const { answer } = await setUp({ token: wrong, delegationCode: 'NLD' });
      expect([answer.status, answer.body.error.code]).toEqual([403, 'forbidden']);
    }
    const { answer } = await setUp({ token, name: ' ', email: 'noor', password: 'short', start: 'soon' });
    expect(answer.status).toBe(422);
    expect(answer.body.error.fields.map((field: { path: string }) => field.path)).toEqual([
      'name',
      'email',
      'password',
      'start',
    ]);
    const none = await setUp({ token });
    expect(none.answer.body.error.fields[0].path).toBe('delegationCode');
    expect((await api.stranger().get('/api/me')).body).toEqual({
      signedIn: false,
      setUp: false,
      mail: false,
    });
    expect(await api.context.db.selectFrom('user').selectAll().execute()).toEqual([]);
    expect(await api.context.db.selectFrom('delegation').selectAll().execute()).toEqual([]);
  });

  test('AUTH1 the link makes the first coordinator, who is signed in, and works once', async () => {
    const { token, offered } = await newLink();
    expect(offered).toBe(true);
    const tries = await Promise.all([
      setUp({ token, delegationCode: 'NLD', msmt: true }),
      setUp({ token, delegationCode: 'NLD', msmt: true, email: 'second@nld.example' }),
    ]);
    expect(tries.map(({ answer }) => answer.status).sort()).toEqual([200, 403]);
    const made = tries.find(({ answer }) => answer.status === 200);
    const me = (await made?.client.get('/api/me'))?.body;
    expect(me).toMatchObject({
      signedIn: true,
      workspace: { name: 'Monitoring' },
      person: { name: 'Noor', delegation: { code: 'NLD', shortName: 'Netherlands' } },
    });
    expect(me.person.roles).toContain('coordinator');
    expect((await made?.client.get('/api/delegations'))?.body).toHaveLength(11);
    expect((await made?.client.get('/api/people'))?.body.people).toHaveLength(1);

    expect((await setUp({ token, delegationCode: 'NLD', email: 'late@nld.example' })).answer.status).toBe(
      403,
    );
    expect((await api.stranger().post('/api/set-up/look', { token })).status).toBe(403);
    expect(await newLink()).toMatchObject({ offered: false });
    expect((await api.stranger().get('/api/me')).body.setUp).toBe(true);
    const event = await api.context.db
      .selectFrom('event')
      .where('kind', '=', 'workspace.set_up')
      .select(['actorId', 'details'])
      .executeTakeFirstOrThrow();
    expect(event).toEqual({ actorId: me.person.id, details: { name: 'Noor', workspace: 'Monitoring' } });
  });
});

describe('set-up with a state of one’s own', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await testApi({ setUp: false });
  });
  afterAll(() => api.close());

  test('AUTH1 the workspace then has that state alone', async () => {
    const token = newToken();
    await replaceSetUpToken(api.context.db, hashOfToken(token));
    const client = api.stranger();
    const delegation = { code: 'nor', shortName: 'Norway', formalName: 'The Kingdom of Norway' };
    expect((await client.post('/api/set-up', { ...FIRST, token, delegation })).status).toBe(200);
    const delegations = (await client.get('/api/delegations')).body;
    expect(delegations).toMatchObject([{ code: 'NOR', formalName: 'The Kingdom of Norway', people: 1 }]);
  });
});
