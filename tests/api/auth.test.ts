import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../db/access.ts';
import { PASSWORD, type TestApi, testApi } from '../support/api.ts';

describe('sign-in and sessions', () => {
  let api: TestApi;
  let drafter: Person;
  beforeAll(async () => {
    api = await testApi();
    drafter = await api.person('JPN', ['drafter'], 'Aiko');
  });
  afterAll(() => api.close());

  const signIn = (email: string, password: string) => {
    const client = api.stranger();
    return client.post('/api/auth/sign-in/email', { email, password }).then((answer) => ({ client, answer }));
  };

  test('AUTH5 the password signs in, and the session is in a cookie that scripts cannot read', async () => {
    const { client, answer } = await signIn(drafter.email, PASSWORD);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toContain('token');
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    const me = await client.get('/api/me');
    expect(me.body).toMatchObject({
      signedIn: true,
      person: { name: 'Aiko', roles: ['drafter'], delegation: { code: 'JPN' } },
      secondFactor: false,
    });
  });
});
