import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Person } from '../../db/access.ts';
import { type Answer, type Client, PASSWORD, type TestApi, testApi } from '../support/api.ts';
import { bringTo, cast, makeReport, makeSection } from '../support/report-case.ts';

/** Events without what differs from run to run. */
const eventsOf = (api: TestApi, kind: string) =>
  api.context.db
    .selectFrom('event')
    .where('kind', '=', kind as 'person.invited') // a test that names no kind finds no row
    .select(['actorId', 'details'])
    .orderBy('id')
    .execute();

describe('invitations', () => {
  let api: TestApi;
  let coordinator: Person;
  let boss: Client;
  let drafter: Client;
  let japan: string;
  beforeAll(async () => {
    api = await testApi({ mail: true });
    coordinator = await api.person('USA', ['coordinator'], 'Casey');
    boss = await api.client(coordinator);
    const person = await api.person('JPN', ['drafter']);
    drafter = await api.client(person);
    japan = person.delegationId;
  });
  afterAll(() => api.close());

  const invite = async (email: string, roles = ['reviewer']) => {
    const answer = await boss.post('/api/invitations', { email, delegationId: japan, roles });
    return { answer, id: answer.body.id as string, token: tokenOf(answer.body.link) };
  };
  const tokenOf = (link: string | undefined) => link?.split('#')[1] ?? '';
  const look = (token: string) => api.stranger().post('/api/invitations/look', { token });
  const accept = async (token: string, name = 'Rin') => {
    const client = api.stranger();
    const answer = await client.post('/api/invitations/accept', { token, name, password: PASSWORD });
    return { client, answer };
  };

  test('AUTH2 a link makes one account, with the role and the delegation that the invitation names', async () => {
    const { answer, token } = await invite('Rin@jpn.example', ['reviewer', 'drafter', 'reviewer']);
    expect(answer.body.link).toMatch(/^http:\/\/localhost:3000\/invitation#[\w-]{43}$/);
    expect(answer.body.mailed).toBe(true);
    expect(api.mails.at(-1)).toMatchObject({ to: ['rin@jpn.example'] });
    expect(api.mails.at(-1)?.text).toContain(answer.body.link);
    expect((await look(token)).body).toEqual({
      email: 'rin@jpn.example',
      delegation: { code: 'JPN', shortName: 'Japan' },
      roles: ['drafter', 'reviewer'],
      workspace: 'Test',
    });
    const { client, answer: accepted } = await accept(token);
    expect(accepted.status).toBe(200);
    expect((await client.get('/api/me')).body.person).toMatchObject({
      name: 'Rin',
      email: 'rin@jpn.example',
      roles: ['drafter', 'reviewer'],
      delegation: { code: 'JPN' },
    });

    expect((await look(token)).status).toBe(404);
    expect((await accept(token, 'Eve')).answer.status).toBe(404);
    const users = api.context.db.selectFrom('user').where('email', '=', 'rin@jpn.example').select('name');
    expect(await users.execute()).toEqual([{ name: 'Rin' }]);
    expect((await eventsOf(api, 'person.joined')).map(({ details }) => details)).toEqual([
      { name: 'Rin', roles: ['drafter', 'reviewer'] },
    ]);
  });

  test('AUTH2 a link that several people open at the same moment makes one account', async () => {
    const { token } = await invite('twins@jpn.example');
    const tries = await Promise.all([1, 2, 3].map((n) => accept(token, `Twin ${n}`)));
    expect(tries.map(({ answer }) => answer.status).sort()).toEqual([200, 404, 404]);
  });

  test('AUTH2 a link that was withdrawn, replaced or is a week old makes none', async () => {
    const withdrawn = await invite('withdrawn@jpn.example');
    expect((await boss.delete(`/api/invitations/${withdrawn.id}`)).status).toBe(200);
    const replaced = await invite('replaced@jpn.example');
    const renewed = await boss.post(`/api/invitations/${replaced.id}/renew`);
    const old = await invite('old@jpn.example');
    await api.context.db
      .updateTable('invitation')
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where('id', '=', old.id)
      .execute();
    for (const { token } of [withdrawn, replaced, old, { token: 'guess' }]) {
      expect((await look(token)).status).toBe(404);
      expect((await accept(token)).answer.status).toBe(404);
    }
    expect((await accept(tokenOf(renewed.body.link))).answer.status).toBe(200);
  });

  test('AUTH9 a password with the own name or address is refused in words, and the invitation stays open', async () => {
    const { token } = await invite('yuna.mori@jpn.example');
    const refused = await api.stranger().post('/api/invitations/accept', {
      token,
      name: 'Yuna Mori',
      password: 'YunaMori-2031',
    });
    expect([refused.status, refused.body.error.fields[0].path]).toEqual([422, 'password']);
    expect(refused.body.error.message).toMatch(/^The password must not contain your e-mail address/);
    expect((await accept(token, 'Yuna Mori')).answer.status).toBe(200);
  });

  test('AUTH2 only the hash of a link is stored', async () => {
    const { token } = await invite('stored@jpn.example');
    const rows = await api.context.db.selectFrom('invitation').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(await eventsOf(api, 'person.invited'))).not.toContain(token);
  });

  test('AUTH2 nobody is invited twice, or who has an account', async () => {
    await invite('once@jpn.example');
    expect((await invite('ONCE@jpn.example')).answer.status).toBe(409);
    expect((await invite(coordinator.email)).answer.body.error.message).toMatch(/has an account already/);
  });

  test('AUTH8 nobody but a coordinator invites, renews, withdraws or sees who is invited', async () => {
    const { id } = await invite('seen@jpn.example');
    const body = { email: 'friend@jpn.example', delegationId: japan, roles: ['coordinator'] };
    expect((await drafter.post('/api/invitations', body)).status).toBe(403);
    expect((await drafter.post(`/api/invitations/${id}/renew`)).status).toBe(403);
    expect((await drafter.delete(`/api/invitations/${id}`)).status).toBe(403);
    expect((await drafter.get('/api/people')).body.invitations).toEqual([]);
    const seen = (await boss.get('/api/people')).body.invitations;
    expect(seen).toContainEqual(
      expect.objectContaining({ id, email: 'seen@jpn.example', invitedBy: 'Casey', roles: ['reviewer'] }),
    );
    const stored = api.context.db.selectFrom('invitation').where('email', '=', body.email).selectAll();
    expect(await stored.execute()).toEqual([]);
  });

  test('AUTH8 an observer is nothing else beside, whether invited or changed', async () => {
    const message = 'An observer only reads: choose either observer alone, or the other roles without it.';
    const refused = { code: 'invalid', fields: [{ path: 'roles', message }] };
    const { answer } = await invite('both@jpn.example', ['clearing_officer', 'observer']);
    expect([answer.status, answer.body.error]).toEqual([422, expect.objectContaining(refused)]);
    const person = await api.person('JPN', ['observer']);
    const change = { roles: ['observer', 'drafter'] };
    const changed = await boss.patch(`/api/people/${person.userId}`, change);
    expect([changed.status, changed.body.error]).toEqual([422, expect.objectContaining(refused)]);
    expect((await (await api.client(person)).get('/api/me')).body.person.roles).toEqual(['observer']);
  });

  test('SEC1 what is wrong with an invitation is named field by field', async () => {
    const answer = await boss.post('/api/invitations', {
      email: 'nobody',
      delegationId: '1',
      roles: ['king'],
    });
    expect(answer.status).toBe(422);
    expect(answer.body.error.fields.map((field: { path: string }) => field.path)).toEqual([
      'email',
      'delegationId',
      'roles.0',
    ]);
    const nothing = await boss.post('/api/invitations', {
      email: 'new@jpn.example',
      delegationId: '',
      roles: [],
    });
    expect(nothing.body.error.fields).toEqual([
      { path: 'delegationId', message: 'Choose a delegation.' },
      { path: 'roles', message: 'Choose at least one role.' },
    ]);
    const unknown = crypto.randomUUID();
    const body = { email: 'new@jpn.example', delegationId: unknown, roles: ['drafter'] };
    expect((await boss.post('/api/invitations', body)).status).toBe(404);
    expect((await boss.delete(`/api/invitations/${unknown}`)).status).toBe(404);
    expect((await boss.delete('/api/invitations/1')).status).toBe(404);
  });
});

describe('members', () => {
  let api: TestApi;
  let coordinator: Person;
  let boss: Client;
  beforeAll(async () => {
    api = await testApi();
    coordinator = await api.person('USA', ['coordinator']);
    boss = await api.client(coordinator);
  });
  afterAll(() => api.close());

  test('AUTH10 people change their own name, and nobody else’s', async () => {
    const person = await api.person('JPN', ['observer'], 'Hana Sato');
    const client = await api.client(person);
    expect((await client.patch('/api/account', { name: '  Hana Ito ' })).status).toBe(200);
    expect((await client.get('/api/me')).body.person.name).toBe('Hana Ito');
    const listed = (await boss.get('/api/people')).body.people;
    expect(listed.filter(({ name }: { name: string }) => name.startsWith('Hana'))).toMatchObject([
      { id: person.userId, name: 'Hana Ito' },
    ]);
    expect((await client.patch('/api/account', { name: 'Hana Ito' })).status).toBe(200);
    expect(await eventsOf(api, 'person.renamed')).toEqual([
      {
        actorId: person.userId,
        details: { userId: person.userId, was: 'Hana Sato', name: 'Hana Ito' },
      },
    ]);

    for (const name of ['', '   ', 'two\nlines', 'x'.repeat(101), 7, null])
      expect((await client.patch('/api/account', { name })).body.error).toMatchObject({
        code: 'invalid',
        fields: [{ path: 'name' }],
      });
    expect((await api.stranger().patch('/api/account', { name: 'Eve' })).status).toBe(401);
    await boss.patch(`/api/people/${person.userId}`, { name: 'Eve', roles: ['observer'] });
    await client.patch('/api/account', { id: coordinator.userId, userId: coordinator.userId, name: 'Hana' });
    expect((await boss.get('/api/me')).body.person.name).toBe(coordinator.name);
    expect((await client.get('/api/me')).body.person.name).toBe('Hana');
  });

  test('AUTH8 a removal ends the sessions, is told to the live side, and can be undone', async () => {
    const person = await api.person('JPN', ['drafter'], 'Ken');
    const client = await api.client(person);
    const told: string[] = [];
    const unsubscribe = api.context.bus.subscribe((s) => s.kind === 'event' && told.push(s.event));
    expect((await boss.delete(`/api/people/${person.userId}`)).status).toBe(200);
    unsubscribe();
    expect(told).toEqual(['person.removed']);
    expect((await client.get('/api/people')).status).toBe(401);
    expect((await client.get('/api/me')).body.signedIn).toBe(false);
    await expect(api.client(person)).rejects.toThrow();
    const listed = (await boss.get('/api/people')).body.people.at(-1);
    expect(listed).toMatchObject({ id: person.userId, name: 'Ken', removedAt: expect.any(String) });

    expect((await boss.post(`/api/people/${person.userId}/restore`)).status).toBe(200);
    const back = await api.client(person);
    expect((await back.get('/api/me')).body.person.roles).toEqual(['drafter']);
    const [removed] = await eventsOf(api, 'person.removed');
    expect(removed).toEqual({
      actorId: coordinator.userId,
      details: { userId: person.userId, name: 'Ken' },
    });
  });

  test('AUTH8 a coordinator changes roles and delegation; nobody else does', async () => {
    const person = await api.person('JPN', ['drafter']);
    const client = await api.client(person);
    const roles = { roles: ['coordinator'] };
    expect((await client.patch(`/api/people/${person.userId}`, roles)).status).toBe(403);
    expect((await client.delete(`/api/people/${coordinator.userId}`)).status).toBe(403);
    expect((await client.post(`/api/people/${person.userId}/restore`)).status).toBe(403);
    expect((await client.get('/api/me')).body.person.roles).toEqual(['drafter']);

    const { body: delegations } = await client.get('/api/delegations');
    const france = delegations.find((d: { code: string }) => d.code === 'FRA').id;
    const change = { roles: ['observer'], delegationId: france };
    expect((await boss.patch(`/api/people/${person.userId}`, change)).status).toBe(200);
    expect((await client.get('/api/me')).body.person).toMatchObject({
      roles: ['observer'],
      delegation: { code: 'FRA' },
    });
    expect((await boss.patch('/api/people/nobody', roles)).status).toBe(404);
    expect((await boss.patch(`/api/people/${person.userId}`, { roles: [] })).status).toBe(422);
  });

  test('AUTH8 the last coordinator stays, also when two remove each other at the same moment', async () => {
    const alone = await boss.patch(`/api/people/${coordinator.userId}`, { roles: ['drafter'] });
    expect([alone.status, alone.body.error.code]).toEqual([409, 'conflict']);
    const second = await api.person('CAN', ['coordinator']);
    const other = await api.client(second);
    const answers = await Promise.all([
      boss.delete(`/api/people/${second.userId}`),
      other.delete(`/api/people/${coordinator.userId}`),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = await api.context.db
      .selectFrom('member')
      .where('removedAt', 'is', null)
      .select(['userId', 'roles'])
      .execute();
    const coordinators = left.filter(({ roles }) => roles.includes('coordinator'));
    expect(coordinators).toHaveLength(1);
    if (coordinators[0]?.userId === second.userId) {
      boss = other;
      expect((await boss.post(`/api/people/${coordinator.userId}/restore`)).status).toBe(200);
    } else expect((await boss.post(`/api/people/${second.userId}/restore`)).status).toBe(200);
    boss = await api.client(coordinator);
  });

  test('AUTH7 without mail a coordinator hands over a link that sets a new password once', async () => {
    const person = await api.person('JPN', ['drafter']);
    const client = await api.client(person);
    expect((await client.post(`/api/people/${coordinator.userId}/reset-link`)).status).toBe(403);
    const { body } = await boss.post(`/api/people/${person.userId}/reset-link`);
    expect(body).toEqual({
      link: expect.stringMatching(/^http:\/\/localhost:3000\/reset-password#[\w-]{43}$/),
      mailed: false,
    });
    const token = body.link.split('#')[1];
    const reset = (newPassword: string) =>
      api.stranger().post('/api/auth/reset-password', { token, newPassword });
    expect((await reset('a password that is new')).status).toBe(200);
    expect((await reset('another password again')).status).toBe(422);
    expect((await client.get('/api/me')).body.signedIn).toBe(false);
    const verification = await api.context.db.selectFrom('event').select('details').execute();
    expect(JSON.stringify(verification)).not.toContain(token);
  });

  test('AUTH8 whether others have a second factor and when they were here is for coordinators', async () => {
    const client = await api.client(await api.person('JPN', ['drafter']));
    await boss.get('/api/people');
    const mine = (await client.get('/api/people')).body.people;
    expect(mine.every((p: { lastSeenAt: unknown }) => p.lastSeenAt === null)).toBe(true);
    const all = (await boss.get('/api/people')).body.people;
    expect(all.find((p: { id: string }) => p.id === coordinator.userId)).toMatchObject({
      secondFactor: false,
      lastSeenAt: expect.any(String),
      delegation: { code: 'USA', shortName: 'United States' },
    });
  });
});

describe('delegations', () => {
  let api: TestApi;
  let boss: Client;
  let drafter: Client;
  beforeAll(async () => {
    api = await testApi();
    boss = await api.client(await api.person('USA', ['coordinator']));
    drafter = await api.client(await api.person('JPN', ['drafter']));
  });
  afterAll(() => api.close());

  const norway = { code: 'nor', shortName: 'Norway', formalName: 'The Kingdom of Norway' };
  const list = async () => (await drafter.get('/api/delegations')).body;

  test('AUTH8 coordinators add, rename and remove states, each with a tone of its own', async () => {
    expect((await drafter.post('/api/delegations', norway)).status).toBe(403);
    const { body } = await boss.post('/api/delegations', norway);
    const added = (await list()).find((d: { id: string }) => d.id === body.id);
    expect(added).toMatchObject({ code: 'NOR', shortName: 'Norway', people: 0 });
    const tones = (await list()).map((d: { tone: number }) => d.tone);
    expect(new Set(tones).size).toBe(12);

    const refused = async (pending: Promise<Answer>) => {
      const answer = await pending;
      return [answer.status, ...answer.body.error.fields.map((field: { path: string }) => field.path)];
    };
    const { code, shortName } = norway;
    expect(await refused(boss.post('/api/delegations', norway))).toEqual([409, 'code', 'shortName']);
    expect(await refused(boss.post('/api/delegations', { ...norway, shortName: 'Noreg' }))).toEqual([
      409,
      'code',
    ]);
    expect(await refused(boss.post('/api/delegations', { ...norway, code: 'SWE' }))).toEqual([
      409,
      'shortName',
    ]);
    const japanese = await boss.patch(`/api/delegations/${body.id}`, { code: 'JPN' });
    expect(japanese.body.error.fields).toEqual([
      { path: 'code', message: 'Japan has the code JPN already.' },
    ]);
    expect((await boss.patch(`/api/delegations/${body.id}`, { code, shortName })).status).toBe(200);
    expect((await boss.patch(`/api/delegations/${body.id}`, { shortName: 'Noreg' })).status).toBe(200);
    expect((await drafter.delete(`/api/delegations/${body.id}`)).status).toBe(403);
    expect((await boss.delete(`/api/delegations/${body.id}`)).status).toBe(200);
    expect((await list()).map((d: { code: string }) => d.code)).not.toContain('NOR');
  });

  test('AUTH8 a state that has people stays', async () => {
    const japan = (await list()).find((d: { code: string }) => d.code === 'JPN');
    expect(japan.people).toBe(1);
    const why = async (id: string) => (await boss.delete(`/api/delegations/${id}`)).body.error.message;
    expect(await why(japan.id)).toMatch(/^Japan cannot be removed: \S.* belongs to it\. Give people /);

    const paolo = await api.person('ITA', ['drafter'], 'Paolo Conti');
    await boss.delete(`/api/people/${paolo.userId}`);
    const italy = (await list()).find((d: { code: string }) => d.code === 'ITA');
    expect(italy.people).toBe(0);
    expect(await why(italy.id)).toMatch(
      /^Italy cannot be removed: Paolo Conti \(removed\) belongs to it\..* stays for the record\..*“Not participating”\.$/,
    );
    const canada = (await list()).find((d: { code: string }) => d.code === 'CAN');
    const invited = { email: 'eve@can.example', delegationId: canada.id, roles: ['drafter'] };
    await boss.post('/api/invitations', invited);
    expect(await why(canada.id)).toMatch(
      /^Canada cannot be removed: the invitation of eve@can\.example belongs/,
    );
    expect(await list()).toHaveLength(11);
  });

  test('AUTH8 the eleven states are added in one step, those that are there already excepted', async () => {
    const france = (await list()).find((d: { code: string }) => d.code === 'FRA');
    await boss.delete(`/api/delegations/${france.id}`);
    expect((await boss.post('/api/delegations/msmt')).body).toEqual({ added: 1 });
    expect((await list()).map((d: { code: string }) => d.code).sort()).toEqual(
      ['AUS', 'CAN', 'DEU', 'FRA', 'GBR', 'ITA', 'JPN', 'NLD', 'NZL', 'ROK', 'USA'].sort(),
    );
  });

  test('SEC1 a code that no state has is refused by name', async () => {
    const answer = await boss.post('/api/delegations', { ...norway, code: 'XXX' });
    expect(answer.body.error.fields).toEqual([
      { path: 'code', message: 'must be a three-letter code of ISO 3166-1, as in JPN, or ROK, EU or UN' },
    ]);
  });

  test('AUTH8 no state is removed while a section is in clearance', async () => {
    const api = await testApi();
    onTestFinished(() => api.close());
    const people = await cast(api);
    const { client } = people.coordinator;
    const section = await makeSection(people, await makeReport(people.coordinator));
    const { body: added } = await client.post('/api/delegations', norway);
    await bringTo(api, people, section, 'clearance');
    const refused = await client.delete(`/api/delegations/${added.id}`);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'conflict']);
    expect(refused.body.error.message).toMatch(
      /^Norway cannot be removed now: “Findings” in .* in clearance/,
    );
    expect((await client.get('/api/delegations')).body.map((d: { code: string }) => d.code)).toContain('NOR');
    const back = { to: 'review', reason: 'A state leaves.' };
    expect((await client.post(`/api/sections/${section}/stage`, back)).status).toBe(200);
    expect((await client.delete(`/api/delegations/${added.id}`)).status).toBe(200);
  });
});
