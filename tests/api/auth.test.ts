import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../db/access.ts';
import { type Client, PASSWORD, type TestApi, testApi } from '../support/api.ts';
import { totp } from '../support/totp.ts';

const NEW_PASSWORD = 'a password that is new';

describe('sign-in and sessions', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await testApi({ mail: true });
  });
  afterAll(() => api.close());

  /** From an address of its own, so that the limit of one address does not touch the other tests. */
  let addresses = 0;
  const from = () => `192.0.2.${++addresses}`;
  const post = async (client: Client, path: string, body: unknown, address = from()) => {
    const headers = { 'Content-Type': 'application/json', 'X-Forwarded-For': address };
    const response = await client.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const signIn = async (email: string, password: string, address?: string) => {
    const client = api.stranger();
    const answer = await post(client, '/api/auth/sign-in/email', { email, password }, address);
    return { client, answer };
  };
  const isSignedIn = async (client: Client) => (await client.get('/api/me')).body.signedIn;

  test('AUTH5 the password signs in, and the session is in a cookie that scripts cannot read', async () => {
    const aiko = await api.person('JPN', ['drafter'], 'Aiko');
    const { client, answer } = await signIn(aiko.email.toUpperCase(), PASSWORD);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toContain('token');
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect((await client.get('/api/me')).body).toMatchObject({
      signedIn: true,
      person: { name: 'Aiko', roles: ['drafter'], delegation: { code: 'JPN', shortName: 'Japan' } },
      workspace: { name: 'Test', requireSecondFactor: false },
      secondFactor: false,
      mustSetUpSecondFactor: false,
    });
    expect((await client.post('/api/auth/sign-out')).status).toBe(200);
    expect(await isSignedIn(client)).toBe(false);
  });

  test('AUTH5 an unknown address, a wrong password and a removed person are refused in the same words', async () => {
    const known = await api.person('JPN', ['drafter']);
    const removed = await api.person('JPN', ['drafter']);
    await api.context.db
      .updateTable('member')
      .set({ removedAt: new Date() })
      .where('userId', '=', removed.userId)
      .execute();
    const answers = [
      await signIn('nobody@jpn.example', PASSWORD),
      await signIn(known.email, 'not the password at all'),
      await signIn(removed.email, PASSWORD),
    ];
    const [first] = answers;
    expect(first?.answer.body.error).toEqual({
      code: 'not_signed_in',
      message: 'The e-mail address or the password is wrong.',
      fields: [],
    });
    for (const { client, answer } of answers) {
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual(first?.answer.body);
      expect(await isSignedIn(client)).toBe(false);
    }
    const sessions = await api.context.db
      .selectFrom('session')
      .where('userId', 'in', [known.userId, removed.userId])
      .selectAll()
      .execute();
    expect(sessions).toEqual([]);
  });

  test('AUTH4 guessing one password from many addresses is stopped, and touches no other account', async () => {
    const [victim, other] = [await api.person('JPN', ['drafter']), await api.person('JPN', ['drafter'])];
    const guesses = Array.from({ length: 14 }, (_, n) => signIn(victim.email, `this is guess number ${n}`));
    const statuses = (await Promise.all(guesses)).map(({ answer }) => answer.status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(4);
    const { answer } = await signIn(victim.email, PASSWORD);
    expect(answer.status).toBe(429);
    expect(answer.body.error.message).toMatch(/^Too many attempts\. Try again in 1[0-9] minutes\.$/);
    expect((await signIn(other.email, PASSWORD)).answer.status).toBe(200);
  });

  test('AUTH4 guessing many passwords from one address is stopped', async () => {
    const address = from();
    const guess = async (n: number) =>
      (await signIn(`guess${n}@jpn.example`, PASSWORD, address)).answer.status;
    const statuses = await Promise.all(Array.from({ length: 22 }, (_, n) => guess(n)));
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });

  test('AUTH3 signing out everywhere ends every session of the person, and nobody else’s', async () => {
    const person = await api.person('JPN', ['drafter']);
    const other = await api.client(await api.person('JPN', ['drafter']));
    const [laptop, phone] = [await api.client(person), await api.client(person)];
    expect((await post(laptop, '/api/auth/revoke-sessions', {})).status).toBe(200);
    expect([await isSignedIn(laptop), await isSignedIn(phone)]).toEqual([false, false]);
    expect(await isSignedIn(other)).toBe(true);
    expect((await phone.get('/api/people')).body.error.code).toBe('not_signed_in');
  });

  test('AUTH3 AUTH9 a change of password needs the old one and ends the other sessions', async () => {
    const person = await api.person('JPN', ['drafter']);
    const [laptop, phone] = [await api.client(person), await api.client(person)];
    const change = (currentPassword: string, newPassword: string) =>
      post(laptop, '/api/auth/change-password', {
        currentPassword,
        newPassword,
        revokeOtherSessions: false, // not for the client to choose
      });
    expect((await change('not the password at all', NEW_PASSWORD)).status).toBe(422);
    expect((await change(PASSWORD, 'too short')).body.error.message).toBe(
      'The password must have at least 12 characters.',
    );
    expect((await change(PASSWORD, 'a'.repeat(14))).body.error.message).toMatch(/over and over/);
    expect(await isSignedIn(phone)).toBe(true);
    expect((await change(PASSWORD, NEW_PASSWORD)).status).toBe(200);
    expect([await isSignedIn(laptop), await isSignedIn(phone)]).toEqual([true, false]);
    expect((await signIn(person.email, PASSWORD)).answer.status).toBe(401);
    expect((await signIn(person.email, NEW_PASSWORD)).answer.status).toBe(200);
  });

  test('AUTH7 AUTH9 AUTH12 a forgotten password is replaced by the link in a mail, once, and every session ends', async () => {
    const person = await api.person('JPN', ['drafter']);
    const laptop = await api.client(person);
    const ask = (email: string) => post(api.stranger(), '/api/auth/request-password-reset', { email });
    const [unknown, known] = [await ask('nobody@jpn.example'), await ask(person.email)];
    expect(known).toMatchObject({ status: 200, body: unknown.body });
    await expect.poll(() => api.mails.filter(({ to }) => to.includes(person.email))).toHaveLength(1);
    expect(api.mails.filter(({ to }) => to.includes('nobody@jpn.example'))).toEqual([]);

    const token = /http:\/\/localhost:3000\/reset-password#([\w-]+)/.exec(api.mails.at(-1)?.text ?? '')?.[1];
    const reset = (newPassword: string) =>
      post(api.stranger(), '/api/auth/reset-password', { token, newPassword });
    const look = async (link?: string) =>
      (await post(api.stranger(), '/api/reset-password/look', { token: link })).status;
    expect([await look(token), await look('guess')]).toEqual([200, 422]);
    expect((await reset('too short')).status).toBe(422);
    const own = await reset(`${person.email} 12`);
    expect([own.status, own.body.error.fields[0].path]).toEqual([422, 'newPassword']);
    expect(await isSignedIn(laptop)).toBe(true);
    expect((await reset(NEW_PASSWORD)).status).toBe(200);
    expect(await isSignedIn(laptop)).toBe(false);
    expect((await reset('another password again')).body.error.message).toMatch(/^This link does not work/);
    expect(await look(token)).toBe(422);
    expect((await signIn(person.email, NEW_PASSWORD)).answer.status).toBe(200);
  });

  test('AUTH5 only the endpoints that we use are open, and nobody can make an account by themselves', async () => {
    const stranger = api.stranger();
    const account = { name: 'Eve', email: 'eve@jpn.example', password: PASSWORD };
    expect((await post(stranger, '/api/auth/sign-up/email', account)).status).toBe(404);
    expect((await post(stranger, '/api/auth/update-user', { name: 'Eve' })).status).toBe(404);
    expect((await stranger.get('/api/auth/get-session')).status).toBe(401);
    expect((await stranger.get('/api/auth/reset-password/token?callbackURL=/')).status).toBe(401);
    const users = api.context.db.selectFrom('user').where('email', '=', account.email).selectAll();
    expect(await users.execute()).toEqual([]);
  });
});

describe('the second factor', () => {
  let api: TestApi;
  let coordinator: Person;
  let boss: Client;
  let person: Person;
  let client: Client;
  let secret: string;
  let backupCodes: string[];
  beforeAll(async () => {
    api = await testApi();
    coordinator = await api.person('USA', ['coordinator']);
    person = await api.person('FRA', ['drafter']);
    [boss, client] = [await api.client(coordinator), await api.client(person)];
  });
  afterAll(() => api.close());

  const setUp = async (who: Client) => {
    const { body } = await who.post('/api/auth/two-factor/enable', { password: PASSWORD });
    const uri = new URL(body.totpURI);
    return { secret: uri.searchParams.get('secret') ?? '', backupCodes: body.backupCodes as string[] };
  };

  test('AUTH6 is set up by showing a code that it makes', async () => {
    expect((await client.post('/api/auth/two-factor/enable', { password: 'wrong password' })).status).toBe(
      422,
    );
    ({ secret, backupCodes } = await setUp(client));
    const wrong = await client.post('/api/auth/two-factor/verify-totp', { code: '000000' });
    expect(wrong.body.error.message).toMatch(/^The code is wrong/);
    expect((await client.get('/api/me')).body.secondFactor).toBe(false);
    const right = await client.post('/api/auth/two-factor/verify-totp', { code: totp(secret) });
    expect(right.status).toBe(200);
    expect((await client.get('/api/me')).body.secondFactor).toBe(true);
  });

  test('AUTH6 signing in then takes the password and a code; a backup code works once', async () => {
    const begin = async () => {
      const stranger = api.stranger();
      const answer = await stranger.post('/api/auth/sign-in/email', {
        email: person.email,
        password: PASSWORD,
      });
      expect(answer.body).toMatchObject({ twoFactorRedirect: true });
      expect((await stranger.get('/api/me')).body.signedIn).toBe(false);
      return stranger;
    };
    const byCode = await begin();
    expect((await byCode.post('/api/auth/two-factor/verify-totp', { code: '000000' })).status).toBe(401);
    expect((await byCode.get('/api/people')).status).toBe(401);
    expect((await byCode.post('/api/auth/two-factor/verify-totp', { code: totp(secret) })).status).toBe(200);
    expect((await byCode.get('/api/people')).status).toBe(200);

    const [code] = backupCodes;
    const byBackup = await begin();
    expect((await byBackup.post('/api/auth/two-factor/verify-backup-code', { code })).status).toBe(200);
    expect((await byBackup.get('/api/people')).status).toBe(200);
    const again = await begin();
    expect((await again.post('/api/auth/two-factor/verify-backup-code', { code })).status).toBe(401);
    expect((await again.get('/api/people')).status).toBe(401);
  });

  test('AUTH6 where the workspace requires it, everything waits until it is set up', async () => {
    expect((await client.patch('/api/workspace', { requireSecondFactor: true })).status).toBe(403);
    expect((await boss.patch('/api/workspace', { requireSecondFactor: true })).status).toBe(200);
    expect((await client.get('/api/people')).status).toBe(200);
    const refused = await boss.get('/api/people');
    expect([refused.status, refused.body.error.code]).toEqual([403, 'second_factor_needed']);
    expect((await boss.get('/api/me')).body.mustSetUpSecondFactor).toBe(true);
    const mine = await setUp(boss);
    await boss.post('/api/auth/two-factor/verify-totp', { code: totp(mine.secret) });
    expect((await boss.get('/api/people')).status).toBe(200);
  });

  test('EVT1 what people change about their account is recorded, for their own delegation to see', async () => {
    const events = await api.context.db
      .selectFrom('event')
      .where('kind', '=', 'person.account_changed')
      .select(['actorId', 'visibleTo', 'details'])
      .orderBy('id')
      .execute();
    expect(events).toEqual([
      {
        actorId: person.userId,
        visibleTo: person.delegationId,
        details: { change: 'second_factor_on', name: person.name, userId: person.userId },
      },
      {
        actorId: coordinator.userId,
        visibleTo: coordinator.delegationId,
        details: { change: 'second_factor_on', name: coordinator.name, userId: coordinator.userId },
      },
    ]);
  });

  test('AUTH11 a coordinator, and nobody else, turns off what somebody lost; the password alone signs in again', async () => {
    const other = await api.person('JPN', ['drafter'], 'Hana');
    const phone = await api.client(other);
    await phone.post('/api/auth/two-factor/verify-totp', { code: totp((await setUp(phone)).secret) });
    const turnOff = (who: Client, { userId }: Person) => who.delete(`/api/people/${userId}/second-factor`);

    expect((await turnOff(client, other)).status).toBe(403);
    expect((await turnOff(boss, coordinator)).body.error.message).toMatch(/on your account page/);
    expect((await boss.delete(`/api/people/${'0'.repeat(32)}/second-factor`)).status).toBe(404);
    expect((await phone.get('/api/me')).body).toMatchObject({ signedIn: true, secondFactor: true });

    expect((await turnOff(boss, other)).status).toBe(200);
    expect((await phone.get('/api/me')).body.signedIn).toBe(false);
    expect((await (await api.client(other)).get('/api/me')).body.secondFactor).toBe(false);
    expect((await turnOff(boss, other)).body.error.message).toBe('Hana has no second factor.');
    const recorded = await api.context.db
      .selectFrom('event')
      .where('kind', '=', 'person.second_factor_turned_off')
      .select(['actorId', 'visibleTo', 'details'])
      .execute();
    expect(recorded).toEqual([
      { actorId: coordinator.userId, visibleTo: null, details: { userId: other.userId, name: 'Hana' } },
    ]);
    // What was kept of the old one opens nothing any more, and a new one can be set up.
    const again = await api.client(other);
    const { secret: renewed } = await setUp(again);
    const shown = await again.post('/api/auth/two-factor/verify-totp', { code: totp(renewed) });
    expect(shown.status).toBe(200);
  });
});
