import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockReportRow } from '../../db/queries/report-lock.ts';
import { changeText } from '../../db/text/change.ts';
import { transact } from '../../db/transaction.ts';
import { restoreDocument } from '../../domain/document/restore.ts';
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

describe('clearance', () => {
  let api: TestApi;
  let people: Cast;
  let french: Actor;
  let reportId: string;
  beforeAll(async () => {
    api = await testApi();
    people = await cast(api);
    const person = await api.person('FRA', ['clearing_officer'], 'Odile');
    french = { ...person, client: await api.client(person) };
  });
  afterAll(() => api.close());

  async function inClearance() {
    reportId = await makeReport(people.coordinator);
    const sectionId = await makeSection(people, reportId);
    await write(api, people.drafter, reportId, sectionId, 'The vessel left the port.');
    await bringTo(api, people, sectionId, 'clearance');
    const { body } = await french.client.get(`/api/sections/${sectionId}/text`);
    return { sectionId, digest: body.digest as string };
  }

  const take = (actor: Actor, sectionId: string, kind: string, digest: string, comment = '') =>
    actor.client.post(`/api/sections/${sectionId}/positions`, { kind, comment, digest });
  const rows = (sectionId: string) =>
    api.context.db
      .selectFrom('position')
      .where('sectionId', '=', sectionId)
      .orderBy('id')
      .selectAll()
      .execute();
  const table = async (actor: Actor = french) =>
    (await actor.client.get(`/api/reports/${reportId}/clearance`)).body;
  const cell = async (sectionId: string, of: Actor) =>
    (await table()).cells.find(
      (c: { sectionId: string; delegationId: string }) =>
        c.sectionId === sectionId && c.delegationId === of.delegationId,
    );

  /** Changes the frozen text as the server could: by returning the section to review and writing. */
  async function correct(sectionId: string, text: string) {
    const back = await people.coordinator.client.post(`/api/sections/${sectionId}/stage`, {
      to: 'review',
      reason: 'A correction',
    });
    expect(back.status).toBe(200);
    await write(api, people.drafter, reportId, sectionId, text);
    expect(
      (await people.coordinator.client.post(`/api/sections/${sectionId}/stage`, { to: 'clearance' })).status,
    ).toBe(200);
    return (await french.client.get(`/api/sections/${sectionId}/text`)).body.digest as string;
  }

  test('CLEAR1 a position binds to the digest and to a version that holds this very text', async () => {
    const { sectionId, digest } = await inClearance();
    expect((await take(french, sectionId, 'cleared', digest)).status).toBe(201);
    expect(
      (await take(people.officer, sectionId, 'objection', digest, 'Paragraph 1 is unsupported.')).status,
    ).toBe(201);
    const versions = await api.context.db
      .selectFrom('version')
      .where('sectionId', '=', sectionId)
      .select(['id', 'digest', 'reason'])
      .orderBy('createdAt')
      .execute();
    const [mine, theirs] = await rows(sectionId);
    // The version of the stage change holds the same text: no second copy is made of it.
    expect(versions).toHaveLength(2);
    expect(versions.at(-1)).toEqual({ id: mine?.versionId, digest, reason: 'stage' });
    expect(theirs?.versionId).toBe(mine?.versionId);
    expect(await cell(sectionId, people.officer)).toEqual({
      sectionId,
      delegationId: people.officer.delegationId,
      standing: 'current',
      position: {
        kind: 'objection',
        comment: 'Paragraph 1 is unsupported.',
        takenAt: expect.any(String),
        takenBy: { id: people.officer.userId, name: 'Osamu' },
        digest,
        versionId: mine?.versionId,
      },
    });
  });

  test('CLEAR1 goes stale when the text changes, and is current again when it is renewed', async () => {
    const { sectionId, digest } = await inClearance();
    await take(french, sectionId, 'cleared', digest);
    const { document } = (await french.client.get(`/api/sections/${sectionId}/text`)).body;
    const corrected = await correct(sectionId, 'It came back.');
    expect(corrected).not.toBe(digest);
    expect(await cell(sectionId, french)).toMatchObject({ standing: 'stale', position: { digest } });
    await take(people.officer, sectionId, 'cleared', corrected);
    await take(french, sectionId, 'cleared', corrected);
    expect((await cell(sectionId, french)).standing).toBe('current');
    // The newest position counts, even where an older one was taken on the text as it is again.
    await transact(api.context, null, (action) =>
      changeText(action, { id: sectionId, reportId }, people.drafter, (ydoc) =>
        restoreDocument(ydoc, document),
      ),
    );
    expect((await french.client.get(`/api/sections/${sectionId}/text`)).body.digest).toBe(digest);
    expect((await cell(sectionId, french)).standing).toBe('stale');
  });

  test('CLEAR1 a position on a text that changed while it was read is refused, and not recorded', async () => {
    const { sectionId, digest } = await inClearance();
    await correct(sectionId, 'It came back.');
    const late = await take(french, sectionId, 'cleared', digest);
    expect([late.status, late.body.error.code]).toEqual([409, 'conflict']);
    expect(late.body.error.message).toMatch(/^The text changed while you were reading/);
    expect(await rows(sectionId)).toEqual([]);
  });

  test('CLEAR1 a comment on the text leaves positions current', async () => {
    const { sectionId, digest } = await inClearance();
    await take(french, sectionId, 'cleared', digest);
    const { document } = (await french.client.get(`/api/sections/${sectionId}/text`)).body;
    const comment = {
      blockId: document.content.at(-1).attrs.id,
      from: 4,
      to: 10,
      quote: 'vessel',
      visibility: 'all',
      body: 'Which?',
    };
    expect((await people.outsider.client.post(`/api/sections/${sectionId}/threads`, comment)).status).toBe(
      201,
    );
    expect((await cell(sectionId, french)).standing).toBe('current');
  });

  test('CLEAR2 only a clearing officer takes the position of their own state, and only in clearance', async () => {
    const { sectionId, digest } = await inClearance();
    for (const other of [people.drafter, people.coordinator, people.observer]) {
      const refused = await take(other, sectionId, 'cleared', digest);
      expect([refused.status, refused.body.error.message]).toEqual([
        403,
        "Only a clearing officer can take the state's position.",
      ]);
    }
    const draft = await makeSection(people, reportId);
    const early = await take(
      french,
      draft,
      'cleared',
      (await french.client.get(`/api/sections/${draft}/text`)).body.digest,
    );
    expect([early.status, early.body.error.message]).toEqual([
      403,
      'Positions are taken while the section is in clearance.',
    ]);
    expect([...(await rows(sectionId)), ...(await rows(draft))]).toEqual([]);
    expect((await take(french, sectionId, 'cleared', digest)).status).toBe(201);
    expect(await rows(sectionId)).toMatchObject([
      { delegationId: french.delegationId, takenBy: french.userId },
    ]);
  });

  test('CLEAR2 SEC1 a position that means nothing without words needs them', async () => {
    const { sectionId, digest } = await inClearance();
    for (const kind of ['objection', 'reserve', 'cleared_with_comment']) {
      const refused = await take(french, sectionId, kind, digest, '  ');
      expect([refused.status, refused.body.error.fields[0].path]).toEqual([422, 'comment']);
    }
    expect((await take(french, sectionId, 'tacit', digest)).status).toBe(422);
    expect((await take(french, sectionId, 'cleared', 'abc')).body.error.fields[0].path).toBe('digest');
    expect(await rows(sectionId)).toEqual([]);
    expect((await take(french, sectionId, 'reserve', digest, 'Until our capital answers.')).status).toBe(201);
  });

  test('CLEAR3 every position stays in the record, the newest one counts, and none can be changed', async () => {
    const { sectionId, digest } = await inClearance();
    await take(french, sectionId, 'objection', digest, 'No.');
    await take(french, sectionId, 'ad_referendum', digest);
    await take(french, sectionId, 'cleared', digest);
    expect((await cell(sectionId, french)).position.kind).toBe('cleared');
    const { body: history } = await people.observer.client.get(`/api/sections/${sectionId}/positions`);
    expect(history.map(({ kind, comment }: { kind: string; comment: string }) => [kind, comment])).toEqual([
      ['cleared', ''],
      ['ad_referendum', ''],
      ['objection', 'No.'],
    ]);
    await expect(
      api.context.db
        .updateTable('position')
        .set({ kind: 'cleared' })
        .where('sectionId', '=', sectionId)
        .execute(),
    ).rejects.toThrow(/never changed/);
    const events = await api.context.db
      .selectFrom('event')
      .where('sectionId', '=', sectionId)
      .where('kind', '=', 'position.taken')
      .select('details')
      .orderBy('id')
      .execute();
    expect(events.map(({ details }) => [details.state, details.position])).toEqual([
      ['France', 'objection'],
      ['France', 'ad_referendum'],
      ['France', 'cleared'],
    ]);
  });

  test('CLEAR1 the table has a cell for each section and state, one’s own state first', async () => {
    const { sectionId } = await inClearance();
    const second = await makeSection(people, reportId, { title: 'Methods' });
    const { sections, delegations, cells } = await table();
    expect(sections.map(({ id, stage }: { id: string; stage: string }) => [id, stage])).toEqual([
      [sectionId, 'clearance'],
      [second, 'drafting'],
    ]);
    expect(delegations).toHaveLength(11);
    expect(delegations[0]).toMatchObject({ code: 'FRA', shortName: 'France' });
    expect((await table(people.officer)).delegations[0].code).toBe('JPN');
    expect(cells).toHaveLength(22);
    expect(
      cells.every(
        ({ standing, position }: { standing: string; position: unknown }) =>
          standing === 'none' && position === null,
      ),
    ).toBe(true);
    expect((await french.client.get(`/api/reports/${crypto.randomUUID()}/clearance`)).status).toBe(404);
  });

  test('CLEAR1 of a position and a change of stage at once, one waits for the other', async () => {
    const { sectionId, digest } = await inClearance();
    const answers = await Promise.all([
      take(french, sectionId, 'cleared', digest),
      people.coordinator.client.post(`/api/sections/${sectionId}/stage`, {
        to: 'review',
        reason: 'A correction',
      }),
      take(people.officer, sectionId, 'cleared', digest),
    ]);
    expect(answers[1]?.status).toBe(200);
    const taken = [answers[0], answers[2]].filter((answer) => answer?.status === 201).length;
    expect([answers[0], answers[2]].every((answer) => answer && [201, 403].includes(answer.status))).toBe(
      true,
    );
    expect(await rows(sectionId)).toHaveLength(taken);
  });

  test('CLEAR1 taking a position waits for no lock on the report, which would wait for the section in turn', async () => {
    const { sectionId, digest } = await inClearance();
    const taken = await transact(api.context, people.coordinator, async (action) => {
      await lockReportRow(action, reportId);
      return await take(french, sectionId, 'cleared', digest);
    });
    expect(taken.status).toBe(201);
  });
});
