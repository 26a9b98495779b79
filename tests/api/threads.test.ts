import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { visibleThreadIds } from '../../db/queries/threads.ts';
import { loadDoc } from '../../db/text/load.ts';
import type { NodeJson } from '../../domain/document/outline.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import type { NodeSignal } from '../../domain/events.ts';
import { type TestApi, testApi } from '../support/api.ts';
import {
  type Actor,
  bringTo,
  type Cast,
  cast,
  makeReport,
  makeSection,
  write,
} from '../support/report-case.ts';

describe('comments', () => {
  let api: TestApi;
  let people: Cast;
  let reviewer: Actor;
  let reportId: string;
  beforeAll(async () => {
    api = await testApi();
    people = await cast(api);
    const person = await api.person('FRA', ['reviewer'], 'René');
    reviewer = { ...person, client: await api.client(person) };
    reportId = await makeReport(people.coordinator);
  });
  afterAll(() => api.close());

  const document = async (sectionId: string): Promise<NodeJson> =>
    documentOf((await loadDoc(api.context.db, sectionId)).ydoc);

  /** A section with one sentence, and what a comment on its second word looks like. */
  async function sentence(text = 'The vessel left the port.') {
    const sectionId = await makeSection(people, reportId);
    await write(api, people.drafter, reportId, sectionId, text);
    const block = (await document(sectionId)).content?.at(-1);
    const comment = {
      blockId: block?.attrs?.id,
      from: 4,
      to: 10,
      quote: 'vessel',
      visibility: 'all',
      body: 'Which one?',
    };
    return { sectionId, comment };
  }

  async function anchored(sectionId: string): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    const visit = (node: NodeJson): void => {
      for (const mark of node.marks ?? [])
        if (mark.type === 'comment') found[String(mark.attrs?.id)] = node.text ?? '';
      for (const child of node.content ?? []) visit(child);
    };
    visit(await document(sectionId));
    return found;
  }

  const rowsOf = async (sectionId: string) => ({
    threads: await api.context.db
      .selectFrom('thread')
      .where('sectionId', '=', sectionId)
      .select('id')
      .execute(),
    events: await api.context.db
      .selectFrom('event')
      .where('sectionId', '=', sectionId)
      .where('kind', 'in', ['thread.opened', 'thread.replied', 'thread.resolved', 'thread.reopened'])
      .select(['kind', 'actorId', 'visibleTo'])
      .orderBy('id')
      .execute(),
    head: (
      await api.context.db
        .selectFrom('sectionDoc')
        .where('sectionId', '=', sectionId)
        .select('derivedHead as head')
        .executeTakeFirstOrThrow()
    ).head,
  });

  test('REV1 a thread is opened, answered, resolved and reopened, and everybody reads it', async () => {
    const { sectionId, comment } = await sentence();
    const opened = await people.outsider.client.post(`/api/sections/${sectionId}/threads`, comment);
    expect(opened.status).toBe(201);
    const { id } = opened.body;
    expect(await anchored(sectionId)).toEqual({ [id]: 'vessel' });
    expect(
      (await reviewer.client.post(`/api/threads/${id}/replies`, { body: 'The second.\nSee the annex.' }))
        .status,
    ).toBe(201);
    expect((await people.drafter.client.post(`/api/threads/${id}/resolve`)).status).toBe(200);

    const { body: threads } = await people.observer.client.get(`/api/sections/${sectionId}/threads`);
    expect(threads).toEqual([
      {
        id,
        quote: 'vessel',
        visibility: 'all',
        delegation: { id: people.outsider.delegationId, code: 'NZL', tone: people.outsider.tone },
        createdAt: expect.any(String),
        resolvedAt: expect.any(String),
        resolvedBy: { id: people.drafter.userId, name: 'Amélie' },
        mine: false,
        comments: [
          {
            id: expect.any(String),
            author: { id: people.outsider.userId, name: 'Nikau', code: 'NZL', tone: people.outsider.tone },
            body: 'Which one?',
            createdAt: expect.any(String),
          },
          expect.objectContaining({
            body: 'The second.\nSee the annex.',
            author: expect.objectContaining({ name: 'René', code: 'FRA' }),
          }),
        ],
      },
    ]);

    const late = await people.outsider.client.post(`/api/threads/${id}/replies`, { body: 'But' });
    expect([late.status, late.body.error.message]).toEqual([
      409,
      'This thread was resolved. Reopen it to go on with it.',
    ]);
    expect((await people.outsider.client.post(`/api/threads/${id}/reopen`)).status).toBe(200);
    expect((await people.outsider.client.post(`/api/threads/${id}/reopen`)).status).toBe(200);
    const [thread] = (await people.outsider.client.get(`/api/sections/${sectionId}/threads`)).body;
    expect(thread).toMatchObject({ resolvedAt: null, resolvedBy: null, mine: true, comments: [{}, {}] });
    expect((await rowsOf(sectionId)).events.map(({ kind }) => kind)).toEqual([
      'thread.opened',
      'thread.replied',
      'thread.resolved',
      'thread.reopened',
    ]);
  });

  test('REV1 observers read, and in an agreed section nobody comments any more', async () => {
    const { sectionId, comment } = await sentence();
    const { id } = (await people.drafter.client.post(`/api/sections/${sectionId}/threads`, comment)).body;
    const before = await rowsOf(sectionId);
    const refused = [
      await people.observer.client.post(`/api/sections/${sectionId}/threads`, comment),
      await people.observer.client.post(`/api/threads/${id}/replies`, { body: 'Hm' }),
      await people.observer.client.post(`/api/threads/${id}/resolve`),
    ];
    expect(refused.map(({ status, body }) => [status, body.error.message])).toEqual(
      refused.map(() => [403, 'Observers only read.']),
    );
    await bringTo(api, people, sectionId, 'agreed');
    const late = await people.drafter.client.post(`/api/sections/${sectionId}/threads`, comment);
    expect([late.status, late.body.error.message]).toEqual([
      403,
      'The text is agreed: its comments can only be read.',
    ]);
    expect((await people.drafter.client.post(`/api/threads/${id}/resolve`)).status).toBe(403);
    expect(await rowsOf(sectionId)).toEqual(before);
    expect((await people.observer.client.get(`/api/sections/${sectionId}/threads`)).body).toHaveLength(1);
  });

  test('DOC5 a comment on text that changed meanwhile is refused, and leaves nothing behind', async () => {
    const { sectionId, comment } = await sentence('The ship left the port.');
    const before = await rowsOf(sectionId);
    const refused = await reviewer.client.post(`/api/sections/${sectionId}/threads`, comment);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'conflict']);
    const gone = await reviewer.client.post(`/api/sections/${sectionId}/threads`, {
      ...comment,
      blockId: 'gone',
    });
    expect(gone.status).toBe(409);
    expect(await rowsOf(sectionId)).toEqual(before);
    expect(await anchored(sectionId)).toEqual({});
  });

  test('DOC5 a comment during clearance changes neither the digest nor who changed the text when', async () => {
    const { sectionId, comment } = await sentence();
    await bringTo(api, people, sectionId, 'clearance');
    const facts = () =>
      api.context.db
        .selectFrom('sectionDoc')
        .where('sectionId', '=', sectionId)
        .select(['digest', 'changedAt', 'changedBy', 'outline'])
        .executeTakeFirstOrThrow();
    const before = await facts();
    const { status, body } = await reviewer.client.post(`/api/sections/${sectionId}/threads`, comment);
    expect(status).toBe(201);
    expect(await anchored(sectionId)).toEqual({ [body.id]: 'vessel' });
    expect(await facts()).toEqual(before);
  });

  test('REV2 a thread of one delegation shows to nobody else', async () => {
    const { sectionId, comment } = await sentence();
    const signals: NodeSignal[] = [];
    const unsubscribe = api.context.bus.subscribe((signal) => signals.push(signal));
    const opened = await reviewer.client.post(`/api/sections/${sectionId}/threads`, {
      ...comment,
      visibility: 'delegation',
      body: 'Between us',
    });
    unsubscribe();
    const { id } = opened.body;
    const count = async (actor: Actor) => {
      const { body } = await actor.client.get(`/api/reports/${reportId}`);
      return body.sections.find((section: { id: string }) => section.id === sectionId).openThreads;
    };

    // The author's own delegation has it.
    expect((await people.drafter.client.get(`/api/sections/${sectionId}/threads`)).body).toHaveLength(1);
    expect(await count(people.drafter)).toBe(1);
    expect(await visibleThreadIds(api.context.db, people.drafter, sectionId)).toEqual(new Set([id]));
    expect((await people.drafter.client.post(`/api/threads/${id}/replies`, { body: 'Yes' })).status).toBe(
      201,
    );

    const text = async (actor: Actor) =>
      JSON.stringify((await actor.client.get(`/api/sections/${sectionId}/text`)).body);
    expect(await text(people.drafter)).toContain(id);

    // Another delegation has nothing, a coordinator neither.
    for (const other of [people.outsider, people.coordinator]) {
      expect((await other.client.get(`/api/sections/${sectionId}/threads`)).body).toEqual([]);
      expect(await count(other)).toBe(0);
      expect(await text(other)).not.toContain(id);
      expect(await visibleThreadIds(api.context.db, other, sectionId)).toEqual(new Set());
      for (const [path, body] of [
        ['replies', { body: 'Let me in' }],
        ['resolve', undefined],
        ['reopen', undefined],
      ] as const) {
        const answer = await other.client.post(`/api/threads/${id}/${path}`, body);
        const unknown = await other.client.post(`/api/threads/${crypto.randomUUID()}/${path}`, body);
        expect(answer.status).toBe(404);
        expect(answer.body).toEqual(unknown.body);
      }
      const { body: activity } = await other.client.get(`/api/reports/${reportId}/activity`);
      expect(JSON.stringify(activity)).not.toContain(id);
    }
    const { events } = await rowsOf(sectionId);
    expect(events.map(({ visibleTo }) => visibleTo)).toEqual([reviewer.delegationId, reviewer.delegationId]);
    const told = signals.filter((signal) => signal.kind === 'event');
    expect(told.map(({ event, visibleTo }) => [event, visibleTo])).toEqual([
      ['thread.opened', reviewer.delegationId],
    ]);
  });

  test('REV1 SEC1 what is wrong with a comment is named field by field', async () => {
    const { sectionId, comment } = await sentence();
    const wrong = await reviewer.client.post(`/api/sections/${sectionId}/threads`, {
      ...comment,
      body: ' ',
      to: 4,
      visibility: 'secret',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.body.error.fields.map(({ path }: { path: string }) => path).sort()).toEqual([
      'body',
      'visibility',
    ]);
    const backwards = await reviewer.client.post(`/api/sections/${sectionId}/threads`, { ...comment, to: 4 });
    expect(backwards.body.error.fields).toEqual([{ path: 'to', message: 'must be after “from”' }]);
    expect((await reviewer.client.get('/api/sections/none/threads')).status).toBe(404);
    expect((await reviewer.client.get(`/api/sections/${crypto.randomUUID()}/threads`)).status).toBe(404);
    expect((await api.stranger().get(`/api/sections/${sectionId}/threads`)).status).toBe(401);
  });

  test('REV1 of two people who comment at once both succeed', async () => {
    const { sectionId, comment } = await sentence();
    const answers = await Promise.all(
      [people.outsider, people.drafter, reviewer].map(({ client }) =>
        client.post(`/api/sections/${sectionId}/threads`, comment),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(Object.keys(await anchored(sectionId)).sort()).toEqual(answers.map(({ body }) => body.id).sort());
  });
});
