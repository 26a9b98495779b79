import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApi, testApi } from '../support/api.ts';
import { type Cast, cast, makeReport, makeSection } from '../support/report-case.ts';

describe('search', () => {
  let api: TestApi;
  let people: Cast;
  let report: string;
  let section: string;
  beforeAll(async () => {
    api = await testApi();
    people = await cast(api);
    report = await makeReport(people.coordinator);
    section = await makeSection(people, report, { title: 'Refined petroleum: 100% of it_all' });
  });
  afterAll(() => api.close());

  const search = async (q: string) =>
    (await people.observer.client.get(`/api/search?q=${encodeURIComponent(q)}`)).body;

  test('REP7 finds a report by symbol or title, a section by title, a person by name', async () => {
    const { symbol, title } = (await people.observer.client.get(`/api/reports/${report}`)).body;
    expect(await search('case/')).toMatchObject({ reports: [{ id: report, symbol, title }] });
    expect((await search('CASE')).reports).toHaveLength(1);
    expect((await search('PETROL')).sections).toEqual([
      { id: section, reportId: report, title: 'Refined petroleum: 100% of it_all', reportSymbol: symbol },
    ]);
    expect((await search(' amél ')).people).toEqual([
      { id: people.drafter.userId, name: 'Amélie', code: 'FRA' },
    ]);
  });

  test.each([
    ['%', 1],
    ['_', 1],
    ['100%', 1],
    ['t_a', 1],
    ['p_troleum', 0],
    ['1%0', 0],
    ['\\', 0],
    ["'; drop table report; --", 0],
  ])('REP7 takes %s literally', async (typed, found) => {
    expect((await search(typed)).sections).toHaveLength(found);
  });

  test('REP7 finds nothing for nothing', async () => {
    expect(await search('  ')).toEqual({ reports: [], sections: [], people: [] });
  });

  test('REP7 finds nobody who was removed', async () => {
    const leaving = await api.person('FRA', ['drafter'], 'Zéphyrine');
    expect((await search('zéphyrine')).people).toHaveLength(1);
    await people.coordinator.client.delete(`/api/people/${leaving.userId}`);
    expect((await search('zéphyrine')).people).toEqual([]);
  });

  test('SEC1 a search without text, too long or with a NUL is refused by name; strangers find nothing', async () => {
    for (const query of ['', `?q=${'x'.repeat(101)}`, '?q=a%00b']) {
      const { status, body } = await people.observer.client.get(`/api/search${query}`);
      expect([status, body.error.fields[0].path]).toEqual([422, 'q']);
    }
    expect((await api.stranger().get('/api/search?q=case')).status).toBe(401);
  });
});
