import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACTIVITY_PAGE } from '../../db/queries/activity.ts';
import { transact } from '../../db/transaction.ts';
import type { NodeSignal } from '../../domain/events.ts';
import { type TestApi, testApi } from '../support/api.ts';
import { type Cast, cast, makeReport, makeSection } from '../support/report-case.ts';

describe('activity', () => {
  let api: TestApi;
  let people: Cast;
  beforeAll(async () => {
    api = await testApi();
    people = await cast(api);
  });
  afterAll(() => api.close());

  type Shown = { id: number; kind: string; at: string; actor: object; section: object; details: object };
  const page = async (who: Cast[keyof Cast], report: string, before?: number) => {
    const query = before === undefined ? '' : `?before=${before}`;
    const { status, body } = await who.client.get(`/api/reports/${report}/activity${query}`);
    expect(status).toBe(200);
    return body as { events: Shown[]; more: boolean }; // the shape is what the tests prove
  };

  test('EVT1 the page says who did what, when and to which section, newest first', async () => {
    const report = await makeReport(people.coordinator);
    const section = await makeSection(people, report, { title: 'Findings' });
    const began = Date.now();
    await people.drafter.client.post(`/api/sections/${section}/stage`, { to: 'review' });
    const { events, more } = await page(people.observer, report);
    expect(more).toBe(false);
    expect(events.map(({ kind }) => kind)).toEqual([
      'section.stage_changed',
      'section.added',
      'report.created',
    ]);
    expect(events[0]).toMatchObject({
      actor: { id: people.drafter.userId, name: 'Amélie', code: 'FRA' },
      section: { id: section, title: 'Findings', removed: false },
      details: { from: 'drafting', to: 'review' },
    });
    expect(Date.parse(events[0]?.at ?? '')).toBeGreaterThan(began - 60_000);
    expect(events[2]?.section).toBeNull();
  });

  test('EVT1 the page still names a section that was removed, and says that it was', async () => {
    const report = await makeReport(people.coordinator);
    const section = await makeSection(people, report, { title: 'Gone' });
    await people.coordinator.client.delete(`/api/sections/${section}`, { reason: 'Merged.' });
    const { events } = await page(people.drafter, report);
    expect(events[0]).toMatchObject({
      kind: 'section.removed',
      section: { id: section, title: 'Gone', removed: true },
      details: { reason: 'Merged.' },
    });
  });

  test('EVT1 a delegation does not see what is visible to another one only', async () => {
    const report = await makeReport(people.coordinator);
    await transact(api.context, people.drafter, (action) =>
      action.record('thread.opened', { reportId: report, visibleTo: people.drafter.delegationId }),
    );
    const kinds = async (who: Cast[keyof Cast]) => (await page(who, report)).events.map(({ kind }) => kind);
    expect(await kinds(people.drafter)).toEqual(['thread.opened', 'report.created']);
    for (const who of [people.coordinator, people.outsider])
      expect(await kinds(who)).toEqual(['report.created']);
  });

  test('EVT1 older pages follow on without a gap or a repetition', async () => {
    const report = await makeReport(people.coordinator);
    const total = ACTIVITY_PAGE + 5;
    await transact(api.context, people.coordinator, async (action) => {
      for (let n = 1; n < total; n++)
        await action.record('report.changed', { reportId: report, details: { n } });
    });
    const first = await page(people.observer, report);
    expect(first.more).toBe(true);
    const second = await page(people.observer, report, first.events.at(-1)?.id);
    expect(second.more).toBe(false);
    const all = [...first.events, ...second.events].map(({ id }) => id);
    expect(all).toHaveLength(total);
    expect(all).toEqual([...new Set(all)].sort((a, b) => b - a));
  });

  test('EVT1 no event can be changed or deleted, not even in the database', async () => {
    const report = await makeReport(people.coordinator);
    const { db } = api.context;
    await expect(
      db.updateTable('event').set({ actorId: null }).where('reportId', '=', report).execute(),
    ).rejects.toThrow(/never changed or deleted/);
    await expect(db.deleteFrom('event').where('reportId', '=', report).execute()).rejects.toThrow(
      /never changed or deleted/,
    );
    expect((await page(people.observer, report)).events).toHaveLength(1);
  });

  test('EVT1 others are told once it is committed, and a refused action leaves neither event nor signal', async () => {
    const report = await makeReport(people.coordinator);
    const section = await makeSection(people, report);
    const heard: NodeSignal[] = [];
    const stop = api.context.bus.subscribe((signal) => heard.push(signal));
    expect(
      (await people.outsider.client.post(`/api/sections/${section}/stage`, { to: 'review' })).status,
    ).toBe(403);
    expect(heard).toEqual([]);
    await people.drafter.client.post(`/api/sections/${section}/stage`, { to: 'review' });
    stop();
    expect(heard).toEqual([
      {
        kind: 'event',
        event: 'section.stage_changed',
        reportId: report,
        sectionId: section,
        visibleTo: null,
      },
    ]);
    expect((await page(people.observer, report)).events).toHaveLength(3);
  });

  test('SEC1 an unknown report is not found, and a wrong place to go on from is named', async () => {
    const { client } = people.observer;
    const report = await makeReport(people.coordinator);
    expect((await client.get('/api/reports/00000000-0000-4000-8000-000000000000/activity')).status).toBe(404);
    for (const before of ['soon', '-1', '1.5', '1e40']) {
      const { status, body } = await client.get(`/api/reports/${report}/activity?before=${before}`);
      expect([status, body.error.fields[0].path]).toEqual([422, 'before']);
    }
  });
});
