import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TEMPLATE_SECTIONS } from '../../domain/report-template.ts';
import { type TestApi, testApi } from '../support/api.ts';
import {
  bringTo,
  type Cast,
  cast,
  makeReport,
  makeSection,
  takePositions,
  write,
} from '../support/report-case.ts';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('reports', () => {
  let api: TestApi;
  let people: Cast;
  beforeAll(async () => {
    api = await testApi();
    people = await cast(api);
  });
  afterAll(() => api.close());

  const countReports = async () => (await api.context.db.selectFrom('report').select('id').execute()).length;
  const eventsOf = (reportId: string) =>
    api.context.db
      .selectFrom('event')
      .where('reportId', '=', reportId)
      .orderBy('id')
      .select(['kind', 'actorId', 'delegationId', 'details'])
      .execute();

  test('REP1 a coordinator makes a report from the template, and it is recorded', async () => {
    const report = { symbol: 'MSMT/2031/1', title: 'First', languages: ['fr', 'en'], template: 'msmt' };
    const { status, body } = await people.coordinator.client.post('/api/reports', report);
    expect(status).toBe(201);

    const read = await people.observer.client.get(`/api/reports/${body.id}`);
    expect(read.body).toMatchObject({
      symbol: 'MSMT/2031/1',
      title: 'First',
      stage: 'drafting',
      sample: false,
    });
    expect(read.body.languages).toEqual(['en', 'fr']);
    expect(
      read.body.sections.map(({ title, kind }: { title: string; kind: string }) => ({ title, kind })),
    ).toEqual(TEMPLATE_SECTIONS.msmt.map(({ title, kind }) => ({ title, kind })));
    expect(read.body.sections.map(({ place }: { place: number }) => place)).toEqual(
      TEMPLATE_SECTIONS.msmt.map((_, place) => place),
    );
    const [event, ...added] = await eventsOf(body.id);
    expect(event).toEqual({
      kind: 'report.created',
      actorId: people.coordinator.userId,
      delegationId: people.coordinator.delegationId,
      details: { symbol: 'MSMT/2031/1', title: 'First', template: 'msmt' },
    });
    expect(added.map(({ kind }) => kind)).toEqual(TEMPLATE_SECTIONS.msmt.map(() => 'section.added'));
  });

  test('REP1 nobody but a coordinator makes or changes a report', async () => {
    const id = await makeReport(people.coordinator);
    const before = await countReports();
    const report = { symbol: 'NO/1', title: 'No', languages: ['en'], template: 'empty' };
    for (const who of [people.drafter, people.officer, people.observer]) {
      expect((await who.client.post('/api/reports', report)).status).toBe(403);
      expect((await who.client.patch(`/api/reports/${id}`, { title: 'Mine' })).status).toBe(403);
    }
    expect((await api.stranger().post('/api/reports', report)).status).toBe(401);
    expect((await api.stranger().get(`/api/reports/${id}`)).status).toBe(401);
    expect(await countReports()).toBe(before);
    expect((await people.drafter.client.get(`/api/reports/${id}`)).body.title).not.toBe('Mine');
  });

  test.each([
    ['an empty title', { title: ' ' }, 'title'],
    ['a symbol with spaces', { symbol: 'MSMT 2031' }, 'symbol'],
    ['no language', { languages: [] }, 'languages'],
    ['a language that no report has', { languages: ['en', 'tlh'] }, 'languages.1'],
    ['a template of no report', { template: 'novel' }, 'template'],
    ['a title that is a number', { title: 7 }, 'title'],
    ['a title of two lines', { title: 'a\nb' }, 'title'],
    ['a title with a NUL', { title: 'a\u0000b' }, 'title'],
    ['a title of 201 letters', { title: 'x'.repeat(201) }, 'title'],
  ])('SEC1 %s is refused by name, and nothing is made', async (_what, wrong, path) => {
    const before = await countReports();
    const report = { symbol: 'WRONG/1', title: 'Wrong', languages: ['en'], template: 'empty', ...wrong };
    const { status, body } = await people.coordinator.client.post('/api/reports', report);
    expect(status).toBe(422);
    expect(body.error.fields.map((field: { path: string }) => field.path)).toEqual([path]);
    expect(await countReports()).toBe(before);
  });

  test('REP1 two reports cannot have one symbol', async () => {
    const [first, second] = [await makeReport(people.coordinator), await makeReport(people.coordinator)];
    const { symbol } = (await people.coordinator.client.get(`/api/reports/${first}`)).body;
    const again = { symbol, title: 'Again', languages: ['en'], template: 'msmt' };
    for (const answer of [
      await people.coordinator.client.post('/api/reports', again),
      await people.coordinator.client.patch(`/api/reports/${second}`, { symbol }),
    ]) {
      expect(answer.status).toBe(409);
      expect(answer.body.error.fields[0].path).toBe('symbol');
    }
  });

  test('EVT1 a change of the title page is recorded, and what changes nothing is not', async () => {
    const id = await makeReport(people.coordinator);
    const { client } = people.coordinator;
    const { symbol } = (await client.get(`/api/reports/${id}`)).body;
    expect((await client.patch(`/api/reports/${id}`, { title: 'New title', symbol })).status).toBe(200);
    expect((await client.patch(`/api/reports/${id}`, { title: 'New title', languages: ['en'] })).status).toBe(
      200,
    );
    expect((await client.get(`/api/reports/${id}`)).body.title).toBe('New title');
    expect((await eventsOf(id)).slice(1).map(({ kind, details }) => ({ kind, details }))).toEqual([
      { kind: 'report.changed', details: { title: 'New title' } },
    ]);
  });

  test.each(['get', 'patch'] as const)('SEC1 an unknown report is not found (%s)', async (method) => {
    for (const id of [UNKNOWN, 'not-an-id', '1', `${UNKNOWN}0`]) {
      const { status, body } = await people.coordinator.client[method](`/api/reports/${id}`, { title: 'x' });
      expect(status).toBe(404);
      expect(body.error.code).toBe('not_found');
    }
  });

  test('WF1 the report says what each person may do with a section, and why not', async () => {
    const id = await makeReport(people.coordinator);
    await makeSection(people, id);
    const rights = async (who: Cast[keyof Cast]) =>
      (await who.client.get(`/api/reports/${id}`)).body.sections[0].may;

    const penHolder = await rights(people.drafter);
    expect(penHolder.write).toEqual({ allowed: true });
    expect(penHolder.moves).toEqual([
      { to: 'review', label: 'Send to review', reason: 'none', verdict: { allowed: true } },
    ]);
    const outsider = await rights(people.outsider);
    expect(outsider.write.why).toMatch(/does not contribute/);
    expect(outsider.comment).toEqual({ allowed: true });
    expect(outsider.moves[0].verdict.allowed).toBe(false);
    const observer = await rights(people.observer);
    expect([observer.write, observer.comment, observer.keepVersion].some(({ allowed }) => allowed)).toBe(
      false,
    );
    expect((await people.drafter.client.get(`/api/reports/${id}`)).body.mayCoordinate).toBe(false);
    expect((await people.coordinator.client.get(`/api/reports/${id}`)).body).toMatchObject({
      mayCoordinate: true,
      mayPublish: { allowed: false, why: '1 section is not agreed yet.' },
    });
  });

  test('REP2 the report names all states and people, and a pen-holder who left', async () => {
    const id = await makeReport(people.coordinator);
    const leaving = await api.person('FRA', ['drafter'], 'Lucien');
    await makeSection(people, id, { penHolderId: leaving.userId });
    await people.coordinator.client.delete(`/api/people/${leaving.userId}`);
    const { body } = await people.observer.client.get(`/api/reports/${id}`);
    expect(body.delegations.map(({ code }: { code: string }) => code)).toHaveLength(11);
    const entry = (userId: string) => body.people.find((person: { id: string }) => person.id === userId);
    expect(entry(leaving.userId)).toMatchObject({ name: 'Lucien', removed: true });
    expect(entry(people.drafter.userId)).toMatchObject({
      name: 'Amélie',
      removed: false,
      roles: ['drafter'],
    });
    const other = await people.observer.client.get(`/api/reports/${await makeReport(people.coordinator)}`);
    expect(other.body.people.map((person: { id: string }) => person.id)).not.toContain(leaving.userId);
  });

  describe('the list', () => {
    const entry = async (who: Cast[keyof Cast], id: string) =>
      (await who.client.get('/api/reports')).body.find((report: { id: string }) => report.id === id);
    const waitsFor = async (who: Cast[keyof Cast], id: string) =>
      (await entry(who, id)).waiting.map(({ text }: { text: string }) => text);

    test('REP3 counts sections by stage and knows the next date', async () => {
      const id = await makeReport(people.coordinator);
      await makeSection(people, id, { dueAt: '2031-05-02T17:00:00+02:00' });
      const agreed = await makeSection(people, id, { dueAt: '2031-01-01T00:00:00Z' });
      const inReview = await makeSection(people, id);
      await bringTo(api, people, agreed, 'agreed');
      await bringTo(api, people, inReview, 'review');
      expect(await entry(people.observer, id)).toMatchObject({
        sections: { drafting: 1, review: 1, clearance: 0, agreed: 1 },
        nextDueAt: '2031-05-02T15:00:00.000Z',
        waiting: [],
      });
    });

    test('REP3 says what waits for whom, through the whole way of a section', async () => {
      const id = await makeReport(people.coordinator);
      const section = await makeSection(people, id, { dueAt: '2020-01-01T00:00:00Z' });
      expect(await waitsFor(people.drafter, id)).toEqual(['1 section to draft is overdue']);
      expect(await waitsFor(people.outsider, id)).toEqual([]);

      await bringTo(api, people, section, 'review');
      expect(await waitsFor(people.drafter, id)).toEqual(['1 section is yours to revise']);

      await bringTo(api, people, section, 'clearance', 'review');
      expect(await waitsFor(people.officer, id)).toEqual(["1 section waits for Japan's clearance"]);
      expect(await waitsFor(people.drafter, id)).toEqual([]);
      expect(await waitsFor(people.coordinator, id)).toEqual([]);

      await takePositions(api, people.officer, section, { JPN: 'cleared' });
      expect(await waitsFor(people.officer, id)).toEqual([]);
      await takePositions(api, people.officer, section, { '*': 'cleared' });
      expect(await waitsFor(people.coordinator, id)).toEqual(['1 section can be marked as agreed']);

      await write(api, people.drafter, id, section, 'A late change.');
      expect(await waitsFor(people.officer, id)).toEqual(["1 section waits for Japan's clearance"]);
      expect(await waitsFor(people.coordinator, id)).toEqual([]);

      for (const code of (await api.context.db.selectFrom('delegation').select('code').execute()).map(
        (d) => d.code,
      ))
        await takePositions(api, people.officer, section, { [code]: 'cleared' });
      await people.coordinator.client.post(`/api/sections/${section}/stage`, { to: 'agreed' });
      expect(await waitsFor(people.coordinator, id)).toEqual(['All sections are agreed: ready to publish']);
      expect(await waitsFor(people.officer, id)).toEqual([]);
    });

    test('REP3 counts threads that others answered, of those one took part in and may see', async () => {
      const id = await makeReport(people.coordinator);
      const section = await makeSection(people, id);
      const { db } = api.context;
      const thread = async (visibility: 'all' | 'delegation', ...authors: Cast[keyof Cast][]) => {
        const [first] = authors;
        if (!first) throw new Error('a thread has an author');
        const own = { createdBy: first.userId, delegationId: first.delegationId };
        const { id: threadId } = await db
          .insertInto('thread')
          .values({ ...own, sectionId: section, quote: 'x', visibility, resolvedAt: null, resolvedBy: null })
          .returning('id')
          .executeTakeFirstOrThrow();
        for (const [i, { userId, delegationId }] of authors.entries())
          await db
            .insertInto('comment')
            .values({
              threadId,
              authorId: userId,
              delegationId,
              body: 'x',
              createdAt: new Date(2030, 0, i + 1),
            })
            .execute();
        return threadId;
      };
      await thread('all', people.drafter, people.outsider);
      await thread('all', people.drafter, people.outsider, people.drafter);
      await thread('all', people.outsider);
      await thread('delegation', people.outsider, people.drafter); // of New Zealand alone
      const resolved = await thread('all', people.drafter, people.outsider);
      expect(await waitsFor(people.drafter, id)).toEqual(['2 threads with new replies']);
      await db
        .updateTable('thread')
        .where('id', '=', resolved)
        .set({ resolvedAt: new Date(), resolvedBy: people.outsider.userId })
        .execute();
      expect(await waitsFor(people.drafter, id)).toEqual(['1 thread with new replies']);
      expect(await waitsFor(people.outsider, id)).toEqual(['2 threads with new replies']);

      const counts = async (who: Cast[keyof Cast]) =>
        (await who.client.get(`/api/reports/${id}`)).body.sections[0].openThreads;
      expect(await counts(people.drafter)).toBe(3);
      expect(await counts(people.outsider)).toBe(4);
    });
  });
});
