import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAutosave } from '../../api/versions/autosave.ts';
import { changeText } from '../../db/text/change.ts';
import { transact } from '../../db/transaction.ts';
import { canonical } from '../../domain/document/canonical.ts';
import { sideOf } from '../../domain/document/comparison-sides.ts';
import { restoreDocument } from '../../domain/document/restore.ts';
import { doc, paragraph } from '../domain/documents.ts';
import { type TestApi, testApi } from '../support/api.ts';
import { type Actor, bringTo, type Cast, cast, makeReport, makeSection } from '../support/report-case.ts';

describe('versions', () => {
  let api: TestApi;
  let people: Cast;
  let reportId: string;
  beforeAll(async () => {
    api = await testApi();
    people = await cast(api);
    reportId = await makeReport(people.coordinator);
  });
  afterAll(() => api.close());

  /** Makes the section say these sentences, as its drafter typing would. */
  const say = (sectionId: string, ...sentences: string[]) =>
    transact(api.context, people.drafter, (action) =>
      changeText(action, { id: sectionId, reportId }, people.drafter, (ydoc) =>
        restoreDocument(ydoc, doc(...sentences.map((text, index) => paragraph(`p${index}`, text)))),
      ),
    );
  const name = (actor: Actor, sectionId: string, label: string) =>
    actor.client.post(`/api/sections/${sectionId}/versions`, { name: label });
  const list = async (sectionId: string) =>
    (await people.observer.client.get(`/api/sections/${sectionId}/versions`)).body;
  const text = async (sectionId: string) =>
    (await people.observer.client.get(`/api/sections/${sectionId}/text`)).body;
  const logOf = (sectionId: string) =>
    api.context.db
      .selectFrom('sectionUpdate as row')
      .innerJoin('sectionDoc as doc', 'doc.log', 'row.log')
      .innerJoin('author', 'author.no', 'row.author')
      .where('doc.sectionId', '=', sectionId)
      .select(['row.seq', 'author.userId'])
      .orderBy('row.seq')
      .execute();

  test('VER1 a restore is a change forward: what stood before is kept, and the log only grows', async () => {
    const sectionId = await makeSection(people, reportId);
    await say(sectionId, 'One.', 'Two.');
    const { id } = (await name(people.drafter, sectionId, 'Before the cut')).body;
    const then = await text(sectionId);
    await say(sectionId, 'One, changed.');
    const before = await text(sectionId);
    const log = await logOf(sectionId);

    const restored = await people.drafter.client.post(`/api/versions/${id}/restore`);
    expect(restored).toMatchObject({ status: 200, body: { digest: then.digest } });
    expect((await text(sectionId)).digest).toBe(then.digest);
    expect((await logOf(sectionId)).slice(0, log.length)).toEqual(log);
    expect((await logOf(sectionId)).at(-1)).toEqual({
      seq: restored.body.head,
      userId: people.drafter.userId,
    });

    const [kept, named] = await list(sectionId);
    expect(named).toEqual({
      id,
      sectionId,
      head: expect.any(Number),
      reason: 'named',
      name: 'Before the cut',
      digest: then.digest,
      createdAt: expect.any(String),
      createdBy: { id: people.drafter.userId, name: 'Amélie', code: 'FRA' },
    });
    expect(kept).toMatchObject({ reason: 'restore', name: null, digest: before.digest });
    // And back again.
    expect((await people.drafter.client.post(`/api/versions/${kept.id}/restore`)).status).toBe(200);
    expect((await text(sectionId)).digest).toBe(before.digest);
    const events = await api.context.db
      .selectFrom('event')
      .where('sectionId', '=', sectionId)
      .where('kind', '=', 'version.restored')
      .select(['actorId', 'details'])
      .execute();
    expect(events).toMatchObject([
      { actorId: people.drafter.userId, details: { versionId: id, name: 'Before the cut' } },
      {},
    ]);
  });

  test('VER1 a restore that would change nothing, or is not theirs to do, is refused and keeps nothing', async () => {
    const sectionId = await makeSection(people, reportId);
    await say(sectionId, 'One.');
    const { id } = (await name(people.drafter, sectionId, 'As it is')).body;
    const [versions, log] = [await list(sectionId), await logOf(sectionId)];
    const same = await people.drafter.client.post(`/api/versions/${id}/restore`);
    expect([same.status, same.body.error.message]).toEqual([
      409,
      'The text says already what this version says.',
    ]);
    for (const other of [people.outsider, people.observer, people.coordinator])
      expect((await other.client.post(`/api/versions/${id}/restore`)).status).toBe(403);
    expect([await list(sectionId), await logOf(sectionId)]).toEqual([versions, log]);

    await say(sectionId, 'Two.');
    await bringTo(api, people, sectionId, 'clearance');
    const frozen = await people.drafter.client.post(`/api/versions/${id}/restore`);
    expect([frozen.status, frozen.body.error.code]).toEqual([403, 'forbidden']);
    expect((await text(sectionId)).document.content[0].content[0].text).toBe('Two.');
    expect((await people.drafter.client.post(`/api/versions/${crypto.randomUUID()}/restore`)).status).toBe(
      404,
    );
  });

  test('VER1 drafters, the pen-holder and coordinators name versions, others only read them', async () => {
    const sectionId = await makeSection(people, reportId);
    await say(sectionId, 'One.');
    expect((await name(people.coordinator, sectionId, 'First')).status).toBe(201);
    expect((await name(people.observer, sectionId, 'Mine')).status).toBe(403);
    expect((await name(people.officer, sectionId, 'Mine')).status).toBe(403);
    const wrong = await name(people.drafter, sectionId, ' ');
    expect([wrong.status, wrong.body.error.fields[0].path]).toEqual([422, 'name']);
    const [only, ...others] = await list(sectionId);
    expect(others).toEqual([]);
    const { body } = await people.observer.client.get(`/api/versions/${only.id}`);
    expect(body).toMatchObject({
      ...only,
      document: { type: 'doc', content: [{ content: [{ text: 'One.' }] }] },
    });
  });

  test('VER2 any two versions of a section compare, and one with the text as it stands now', async () => {
    const sectionId = await makeSection(people, reportId);
    await say(sectionId, 'The vessel left the port.', 'It was seen.');
    const first = (await name(people.drafter, sectionId, 'First')).body.id;
    await say(sectionId, 'The vessel left the harbour.', 'It was seen.', 'It came back.');
    const second = (await name(people.drafter, sectionId, 'Second')).body.id;
    await say(sectionId, 'The vessel left.');

    const { status, body } = await people.observer.client.get(`/api/versions/${first}/compare/${second}`);
    expect(status).toBe(200);
    expect(body.summary).toEqual({ inserted: 4, deleted: 1 });
    expect([body.from.name, body.to.name]).toEqual(['First', 'Second']);
    const whole = async (id: string) =>
      canonical((await people.observer.client.get(`/api/versions/${id}`)).body.document);
    expect(canonical(sideOf(body.document, 'from'))).toEqual(await whole(first));
    expect(canonical(sideOf(body.document, 'to'))).toEqual(await whole(second));

    const now = (await people.observer.client.get(`/api/versions/${second}/compare/now`)).body;
    expect(now.to).toMatchObject({ id: 'now', digest: (await text(sectionId)).digest, createdBy: null });
    expect(canonical(sideOf(now.document, 'to'))).toEqual(canonical((await text(sectionId)).document));

    const other = await makeSection(people, reportId);
    const foreign = (await name(people.drafter, other, 'Elsewhere')).body.id;
    expect((await people.observer.client.get(`/api/versions/${first}/compare/${foreign}`)).status).toBe(422);
    expect((await people.observer.client.get(`/api/versions/${first}/compare/then`)).status).toBe(404);
  });

  test('REV2 a version marks no thread that its reader may not see', async () => {
    const sectionId = await makeSection(people, reportId);
    await say(sectionId, 'The vessel left the port.');
    const comment = {
      blockId: 'p0',
      from: 4,
      to: 10,
      quote: 'vessel',
      visibility: 'delegation',
      body: 'Between us',
    };
    const thread = (await people.drafter.client.post(`/api/sections/${sectionId}/threads`, comment)).body.id;
    const { id } = (await name(people.drafter, sectionId, 'Commented')).body;
    const seenBy = async ({ client }: Actor) =>
      JSON.stringify((await client.get(`/api/versions/${id}`)).body.document).includes(thread);
    expect(await seenBy(people.drafter)).toBe(true);
    expect(await seenBy(people.outsider)).toBe(false);
    expect(await seenBy(people.coordinator)).toBe(false);
  });

  describe('kept by themselves', () => {
    const MINUTE = 60_000;
    /** An autosave that takes it to be so many minutes later than it is. */
    const autosave = (minutes: number) =>
      createAutosave(api.context, {
        idleMs: 2 * MINUTE,
        longestMs: 10 * MINUTE,
        now: () => new Date(Date.now() + minutes * MINUTE),
      });
    const autosaved = async (sectionId: string) =>
      (await list(sectionId)).filter(({ reason }: { reason: string }) => reason === 'autosave');

    test('VER3 a text is kept after a pause, once, in the name of who wrote last', async () => {
      const sectionId = await makeSection(people, reportId);
      await autosave(20).run(); // whatever the other tests left
      expect(await autosaved(sectionId)).toEqual([]);
      await say(sectionId, 'One.');
      expect(await autosave(1).run()).toBe(0);
      expect(await autosave(3).run()).toBe(1);
      expect(await autosave(3).run()).toBe(0);
      const { digest } = await text(sectionId);
      expect(await autosaved(sectionId)).toMatchObject([
        { digest, createdBy: { id: people.drafter.userId } },
      ]);

      const comment = { blockId: 'p0', from: 0, to: 3, quote: 'One', visibility: 'all', body: 'Only?' };
      expect((await people.outsider.client.post(`/api/sections/${sectionId}/threads`, comment)).status).toBe(
        201,
      );
      expect(await autosave(20).run()).toBe(0);
    });

    test('VER3 a text that never rests is kept every ten minutes', async () => {
      const sectionId = await makeSection(people, reportId);
      await autosave(20).run();
      await say(sectionId, 'One.');
      // First written so many minutes ago; a pause of an hour has not come.
      const busy = (minutes: number) =>
        createAutosave(api.context, {
          idleMs: 60 * MINUTE,
          longestMs: 10 * MINUTE,
          now: () => new Date(Date.now() + minutes * MINUTE),
        });
      expect(await busy(9).run()).toBe(0);
      await say(sectionId, 'One, two.');
      expect(await busy(11).run()).toBe(1);
      expect(await busy(11).run()).toBe(0);
      expect(await autosaved(sectionId)).toHaveLength(1);
    });

    test('VER3 several nodes that look at once keep one version', async () => {
      const sectionId = await makeSection(people, reportId);
      await autosave(20).run();
      await say(sectionId, 'One.');
      const kept = await Promise.all([autosave(3).run(), autosave(3).run(), autosave(3).run()]);
      expect(kept.reduce((sum, count) => sum + count)).toBe(1);
      expect(await autosaved(sectionId)).toHaveLength(1);
    });

    test('VER3 the timer runs by itself, and ends when told', async () => {
      const sectionId = await makeSection(people, reportId);
      await say(sectionId, 'One.');
      const timer = createAutosave(api.context, { everyMs: 20, idleMs: 0 });
      timer.start();
      await expect.poll(() => autosaved(sectionId)).toHaveLength(1);
      await timer.stop();
      await say(sectionId, 'Two.');
      // Twice the interval and more: a timer that still ran would have kept it.
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await autosaved(sectionId)).toHaveLength(1);
    });
  });
});
