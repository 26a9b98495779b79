import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { XmlElement, type XmlFragment, XmlText } from 'yjs';
import { changeText } from '../../db/text/change.ts';
import { transact } from '../../db/transaction.ts';
import { REFERENCE_CHARACTER } from '../../domain/document/inline-rules.ts';
import { BODY } from '../../domain/document/schema.ts';
import { type Answer, type TestApi, testApi } from '../support/api.ts';
import {
  type Actor,
  bringTo,
  type Cast,
  cast,
  makeReport,
  makeSection,
  takePositions,
  write,
} from '../support/report-case.ts';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('sections', () => {
  let api: TestApi;
  let people: Cast;
  let state: Record<string, string>;
  beforeAll(async () => {
    api = await testApi();
    people = await cast(api);
    const rows = await api.context.db.selectFrom('delegation').select(['id', 'code']).execute();
    state = Object.fromEntries(rows.map(({ id, code }) => [code, id]));
  });
  afterAll(() => api.close());

  type Shown = { id: string; title: string; place: number; stage: string };
  const read = async (reportId: string) =>
    (await people.observer.client.get(`/api/reports/${reportId}`)).body as {
      stage: string;
      sections: Shown[];
    }; // the shape is what the tests prove
  const titles = async (reportId: string) => (await read(reportId)).sections.map(({ title }) => title);
  const sectionRow = (id: string) =>
    api.context.db.selectFrom('section').where('id', '=', id).selectAll().executeTakeFirstOrThrow();
  const lastEvent = (sectionId: string) =>
    api.context.db
      .selectFrom('event')
      .where('sectionId', '=', sectionId)
      .orderBy('id', 'desc')
      .select(['kind', 'actorId', 'details'])
      .executeTakeFirstOrThrow();
  const changeAs = (author: Actor, reportId: string, id: string, change: (body: XmlFragment) => void) =>
    transact(api.context, author, (action) =>
      changeText(action, { id, reportId }, author, (ydoc) => change(ydoc.getXmlFragment(BODY))),
    );
  const toStage = (who: Cast[keyof Cast], id: string, to: string, reason?: string): Promise<Answer> =>
    who.client.post(`/api/sections/${id}/stage`, { to, reason });

  test('REP1 a section is added where it belongs, with a paragraph to write in', async () => {
    const report = await makeReport(people.coordinator);
    const last = await makeSection(people, report, { title: 'Last' });
    const first = await makeSection(people, report, { title: 'First', before: last, kind: 'summary' });
    expect(await titles(report)).toEqual(['First', 'Last']);
    expect((await read(report)).sections.map(({ place }) => place)).toEqual([0, 1]);
    expect(await lastEvent(first)).toEqual({
      kind: 'section.added',
      actorId: people.coordinator.userId,
      details: { title: 'First', kind: 'summary' },
    });
    const text = (await people.observer.client.get(`/api/sections/${first}/text`)).body;
    expect(text.document.content).toMatchObject([{ type: 'paragraph', attrs: { id: expect.any(String) } }]);
  });

  test('REP1 the text to read comes with the head, the digest and the outline of the same moment', async () => {
    const report = await makeReport(people.coordinator);
    const section = await makeSection(people, report);
    const before = (await people.observer.client.get(`/api/sections/${section}/text`)).body;
    await write(api, people.drafter, report, section, 'Two words.');
    const after = (await people.observer.client.get(`/api/sections/${section}/text`)).body;
    const shown = (await people.observer.client.get(`/api/reports/${report}`)).body.sections[0];
    expect(after.head).toBe(before.head + 1);
    expect(after.digest).not.toBe(before.digest);
    expect(after.outline).toMatchObject({ words: 2, paragraphs: [expect.any(String), expect.any(String)] });
    expect({ head: shown.head, digest: shown.digest, outline: shown.outline }).toEqual({
      head: after.head,
      digest: after.digest,
      outline: after.outline,
    });
  });

  test.each([
    ['no title', { title: '' }, 'title'],
    ['an unknown kind', { kind: 'chapter' }, 'kind'],
    ['a lead state that is no id', { leadDelegationId: 'JPN' }, 'leadDelegationId'],
    ['an unknown lead state', { leadDelegationId: UNKNOWN, penHolderId: null }, 'leadDelegationId'],
    ['an unknown contributing state', { contributorIds: [UNKNOWN] }, 'contributorIds.0'],
    ['an unknown pen-holder', { penHolderId: 'nobody' }, 'penHolderId'],
    ['a due date without a time', { dueAt: '2031-01-01' }, 'dueAt'],
    ['a place before a section elsewhere', { before: UNKNOWN }, 'before'],
  ])('SEC1 %s is refused by name, and no section is made', async (_what, wrong, path) => {
    const report = await makeReport(people.coordinator);
    const section = {
      title: 'A',
      kind: 'body',
      leadDelegationId: state.FRA,
      penHolderId: people.drafter.userId,
      contributorIds: [],
      ...wrong,
    };
    const { status, body } = await people.coordinator.client.post(`/api/reports/${report}/sections`, section);
    expect(status).toBe(422);
    expect(body.error.fields.map((field: { path: string }) => field.path)).toEqual([path]);
    expect(await titles(report)).toEqual([]);
  });

  test('REP4 the pen-holder is a drafter of the lead state or of a contributing one, and still here', async () => {
    const report = await makeReport(people.coordinator);
    const section = await makeSection(people, report, { penHolderId: null });
    const pen = (penHolderId: string, more: object = {}) =>
      people.coordinator.client.patch(`/api/sections/${section}`, { penHolderId, ...more });
    const gone = await api.person('FRA', ['drafter']);
    await people.coordinator.client.delete(`/api/people/${gone.userId}`);

    expect((await pen(people.outsider.userId)).body.error.message).toMatch(
      /lead state or to a contributing one/,
    );
    expect((await pen(people.officer.userId, { contributorIds: [state.JPN] })).body.error.message).toMatch(
      /has to be a drafter/,
    );
    expect((await pen(gone.userId)).body.error.message).toMatch(/no such person/);
    expect((await sectionRow(section)).penHolderId).toBeNull();
    expect((await pen(people.outsider.userId, { contributorIds: [state.NZL] })).status).toBe(200);
    expect((await sectionRow(section)).penHolderId).toBe(people.outsider.userId);
    // The state of the pen-holder cannot be taken away under them.
    const { status, body } = await people.coordinator.client.patch(`/api/sections/${section}`, {
      contributorIds: [],
    });
    expect([status, body.error.fields[0].path]).toEqual([422, 'penHolderId']);
  });

  test('EVT1 what is changed of a section is recorded, and what changes nothing is not', async () => {
    const report = await makeReport(people.coordinator);
    const section = await makeSection(people, report, {
      title: 'Old',
      contributorIds: [state.JPN, state.NZL],
    });
    const patch = (body: object) => people.coordinator.client.patch(`/api/sections/${section}`, body);
    await patch({
      title: 'New',
      dueAt: '2031-01-01T00:00:00Z',
      contributorIds: [state.NZL, state.JPN, state.NZL],
    });
    const event = await lastEvent(section);
    expect(event).toMatchObject({
      kind: 'section.changed',
      details: { title: 'New', before: 'Old', changed: ['title', 'dueAt'] },
    });
    await patch({ title: 'New', dueAt: '2031-01-01T01:00:00+01:00', contributorIds: [state.JPN, state.NZL] });
    expect(await lastEvent(section)).toEqual(event);
    await patch({ contributorIds: [state.ITA] });
    const shown = (await people.observer.client.get(`/api/reports/${report}`)).body.sections[0];
    expect(shown).toMatchObject({
      contributorIds: [state.ITA],
      dueAt: '2031-01-01T00:00:00.000Z',
      title: 'New',
    });
  });

  test('REP1 sections are moved before another one, or to the end', async () => {
    const report = await makeReport(people.coordinator);
    const [a, b, c] = [
      await makeSection(people, report, { title: 'A' }),
      await makeSection(people, report, { title: 'B' }),
      await makeSection(people, report, { title: 'C' }),
    ];
    const move = (id: string, before: string | null) =>
      people.coordinator.client.post(`/api/sections/${id}/move`, { before });
    await move(c, a);
    expect(await titles(report)).toEqual(['C', 'A', 'B']);
    await move(c, null);
    expect(await titles(report)).toEqual(['A', 'B', 'C']);
    await move(a, c);
    expect(await titles(report)).toEqual(['B', 'A', 'C']);
    expect(await lastEvent(a)).toMatchObject({
      kind: 'section.moved',
      details: { title: 'A', from: 1, to: 2 },
    });
    const event = await lastEvent(b);
    expect((await move(b, a)).status).toBe(200); // it stands there already
    expect(await lastEvent(b)).toEqual(event);

    const elsewhere = await makeSection(people, await makeReport(people.coordinator));
    for (const wrong of [a, elsewhere, UNKNOWN]) expect((await move(a, wrong)).status).toBe(422);
    expect(await titles(report)).toEqual(['B', 'A', 'C']);
  });

  test('REP5 places stay without gaps whatever is moved, added and removed at once', async () => {
    const step = fc.record({
      what: fc.constantFrom('move', 'move', 'add', 'remove'),
      a: fc.nat(),
      b: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 10 }), async (steps) => {
        const report = await makeReport(people.coordinator);
        const ids: string[] = [];
        for (let i = 0; i < 5; i++) ids.push(await makeSection(people, report, { title: `S${i}` }));
        const pick = (n: number) => ids[n % ids.length] ?? '';
        const { client } = people.coordinator;
        const answers = await Promise.all(
          steps.map(({ what, a, b }) => {
            if (what === 'move') return client.post(`/api/sections/${pick(a)}/move`, { before: pick(b) });
            if (what === 'remove')
              return client.delete(`/api/sections/${pick(a)}`, { reason: 'Not needed.' });
            return makeSection(people, report, { title: 'new' }).then(() => ({ status: 200 }));
          }),
        );
        // A section may be gone by the time its turn comes, or stand before itself; nothing else may fail.
        for (const { status } of answers) expect([200, 404, 422]).toContain(status);
        const { sections } = await read(report);
        expect(sections.map(({ place }) => place)).toEqual(sections.map((_, i) => i));
        const removed = steps.filter(({ what }) => what === 'remove').map(({ a }) => pick(a));
        const added = steps.filter(({ what }) => what === 'add').length;
        expect(sections).toHaveLength(ids.length - new Set(removed).size + added);
      }),
      { numRuns: 6, seed: 20310117 },
    );
  });

  test('REP6 a removed section is found nowhere, and the record keeps it with the reason', async () => {
    const report = await makeReport(people.coordinator);
    const section = await makeSection(people, report, { title: 'Quixotically unneeded' });
    await makeSection(people, report, { title: 'Stays' });
    const { client } = people.coordinator;
    expect((await client.delete(`/api/sections/${section}`, {})).body.error.fields[0].path).toBe('reason');
    expect((await client.delete(`/api/sections/${section}`, { reason: 'Covered elsewhere.' })).status).toBe(
      200,
    );

    expect(await titles(report)).toEqual(['Stays']);
    expect((await read(report)).sections[0]?.place).toBe(0);
    expect((await client.get('/api/search?q=quixotically')).body.sections).toEqual([]);
    const list = (await client.get('/api/reports')).body.find(({ id }: { id: string }) => id === report);
    expect(list.sections.drafting).toBe(1);
    const gone = `/api/sections/${section}`;
    for (const answer of [
      await client.get(`${gone}/text`),
      await client.patch(gone, { title: 'Back' }),
      await client.delete(gone, { reason: 'Again.' }),
      await client.post(`${gone}/move`, { before: null }),
      await client.post(`${gone}/stage`, { to: 'review' }),
    ])
      expect(answer.status).toBe(404);
    expect(await sectionRow(section)).toMatchObject({
      removedReason: 'Covered elsewhere.',
      title: 'Quixotically unneeded',
    });
    expect(await lastEvent(section)).toMatchObject({
      kind: 'section.removed',
      details: { title: 'Quixotically unneeded', stage: 'drafting', reason: 'Covered elsewhere.' },
    });
  });

  test('REP1 nobody but a coordinator changes the structure of a report', async () => {
    const report = await makeReport(people.coordinator);
    const section = await makeSection(people, report, { title: 'Kept' });
    const other = await makeSection(people, report, { title: 'Other' });
    for (const { client } of [people.drafter, people.officer, people.outsider, people.observer]) {
      const section_ = { title: 'Mine', kind: 'body', leadDelegationId: state.FRA, contributorIds: [] };
      for (const answer of [
        await client.post(`/api/reports/${report}/sections`, section_),
        await client.patch(`/api/sections/${section}`, { title: 'Mine' }),
        await client.post(`/api/sections/${other}/move`, { before: section }),
        await client.delete(`/api/sections/${section}`, { reason: 'Mine.' }),
      ])
        expect(answer.status).toBe(403);
    }
    expect(await titles(report)).toEqual(['Kept', 'Other']);
  });

  test('SEC1 unknown sections and reports are not found', async () => {
    const { client } = people.coordinator;
    const section = { title: 'A', kind: 'body', leadDelegationId: state.FRA, contributorIds: [] };
    for (const id of [UNKNOWN, 'abc'])
      for (const answer of [
        await client.post(`/api/reports/${id}/sections`, section),
        await client.patch(`/api/sections/${id}`, { title: 'B' }),
        await client.get(`/api/sections/${id}/text`),
        await client.post(`/api/sections/${id}/stage`, { to: 'review' }),
      ])
        expect(answer.status).toBe(404);
  });

  describe('stages', () => {
    test('WF2 a section goes from draft to agreed, keeping its text at each step', async () => {
      const report = await makeReport(people.coordinator);
      const section = await makeSection(people, report);
      await write(api, people.drafter, report, section, 'What was found.');
      expect((await toStage(people.drafter, section, 'review')).status).toBe(200);
      expect((await toStage(people.coordinator, section, 'clearance')).status).toBe(200);
      await takePositions(api, people.officer, section, { '*': 'cleared' });
      expect((await toStage(people.coordinator, section, 'agreed')).status).toBe(200);
      expect((await read(report)).stage).toBe('agreed');
      const versions = await api.context.db
        .selectFrom('version')
        .where('sectionId', '=', section)
        .where('reason', '=', 'stage')
        .orderBy('createdAt')
        .select(['createdBy', 'name'])
        .execute();
      expect(versions).toEqual([
        { createdBy: people.drafter.userId, name: 'Drafting → Review' },
        { createdBy: people.coordinator.userId, name: 'Review → Clearance' },
        { createdBy: people.coordinator.userId, name: 'Clearance → Agreed' },
      ]);
      expect(await lastEvent(section)).toMatchObject({
        kind: 'section.stage_changed',
        details: { title: 'Findings', from: 'clearance', to: 'agreed' },
      });
    });

    test('WF3 a section is not agreed while a state holds it up, and the refusal says who or how many', async () => {
      const report = await makeReport(people.coordinator);
      const section = await makeSection(people, report);
      await bringTo(api, people, section, 'clearance');
      expect((await toStage(people.coordinator, section, 'agreed')).body.error.message).toMatch(
        /^11 states have taken no position\.$/,
      );
      await takePositions(api, people.officer, section, { FRA: 'cleared' });
      await write(api, people.drafter, report, section, 'A change after France had cleared.');
      await takePositions(api, people.officer, section, { JPN: 'objection', '*': 'cleared' });
      const { status, body } = await toStage(people.coordinator, section, 'agreed');
      expect([status, body.error.code]).toEqual([409, 'stage']);
      expect(body.error.message).toBe(
        'Japan objects; France has to renew its position, since the text changed.',
      );
      const shown = (await people.coordinator.client.get(`/api/reports/${report}`)).body.sections[0];
      expect(shown.stage).toBe('clearance');
      expect(shown.may.moves.find(({ to }: { to: string }) => to === 'agreed').verdict.why).toBe(
        body.error.message,
      );
      expect(shown.myPosition).toEqual({ kind: 'objection', standing: 'current' });

      await takePositions(api, people.officer, section, { JPN: 'cleared', FRA: 'abstains' });
      expect((await toStage(people.coordinator, section, 'agreed')).status).toBe(200);
    });

    test.each([
      ['review', 'drafting'],
      ['clearance', 'review'],
      ['agreed', 'review'],
    ] as const)('WF2 going back from %s to %s needs a reason, which is recorded', async (from, to) => {
      const section = await makeSection(people, await makeReport(people.coordinator));
      await bringTo(api, people, section, from);
      for (const reason of [undefined, '  ']) {
        const { status, body } = await toStage(people.coordinator, section, to, reason);
        expect([status, body.error.fields[0].path]).toEqual([422, 'reason']);
      }
      expect((await sectionRow(section)).stage).toBe(from);
      expect((await toStage(people.coordinator, section, to, 'New evidence.')).status).toBe(200);
      expect(await lastEvent(section)).toMatchObject({ details: { from, to, reason: 'New evidence.' } });
    });

    test('WF1 who may not take a step does not, and the section stays where it is', async () => {
      const section = await makeSection(people, await makeReport(people.coordinator));
      for (const who of [people.outsider, people.officer, people.observer])
        expect((await toStage(who, section, 'review')).status).toBe(403);
      await bringTo(api, people, section, 'review');
      expect((await toStage(people.drafter, section, 'clearance')).status).toBe(403); // a pen-holder, no coordinator
      expect((await toStage(people.coordinator, section, 'agreed')).status).toBe(409); // no such step
      expect((await toStage(people.coordinator, section, 'published')).status).toBe(422);
      expect((await sectionRow(section)).stage).toBe('review');
    });

    test('WF2 of two people who take the same step at once, one does', async () => {
      const section = await makeSection(people, await makeReport(people.coordinator));
      const answers = await Promise.all([
        toStage(people.drafter, section, 'review'),
        toStage(people.coordinator, section, 'review'),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const events = await api.context.db
        .selectFrom('event')
        .where('sectionId', '=', section)
        .where('kind', '=', 'section.stage_changed')
        .select('id')
        .execute();
      expect(events).toHaveLength(1);
    });

    test('WF4 title and kind, which are printed, stay as they are while states clear them', async () => {
      const section = await makeSection(people, await makeReport(people.coordinator));
      await bringTo(api, people, section, 'clearance');
      const patch = (body: object) => people.coordinator.client.patch(`/api/sections/${section}`, body);
      for (const change of [{ title: 'Other' }, { kind: 'annex' }])
        expect((await patch(change)).status).toBe(409);
      expect(await sectionRow(section)).toMatchObject({ title: 'Findings', kind: 'body' });
      expect((await patch({ dueAt: '2031-01-01T00:00:00Z' })).status).toBe(200);
    });

    test('WF6 a text that could not be published is not put up for clearance', async () => {
      const report = await makeReport(people.coordinator);
      const section = await makeSection(people, report);
      const other = await makeSection(people, report, { title: 'Sources' });
      await bringTo(api, people, section, 'review');
      const empty = await toStage(people.coordinator, section, 'clearance');
      expect([empty.status, empty.body.error.code]).toEqual([409, 'stage']);
      expect(empty.body.error.message).toMatch(/Section I “Findings” has no text: write it/);

      const figure = () => {
        const element = new XmlElement('figure');
        element.setAttribute('id', crypto.randomUUID());
        return element;
      };
      await changeAs(people.drafter, report, section, (body) => body.push([figure(), figure()]));
      const refused = await toStage(people.coordinator, section, 'clearance');
      expect(refused.status).toBe(409);
      expect(refused.body.error.message).toMatch(
        /\(figure 1\) has no alternative text.*\(figure 1\) has no image.*\(figure 2\) has no alternative text.*1 more/,
      );
      expect(refused.body.error.fields).toHaveLength(4);
      expect((await sectionRow(section)).stage).toBe('review');
      const kept = await api.context.db
        .selectFrom('version')
        .where('sectionId', '=', section)
        .where('reason', '=', 'stage')
        .select('id')
        .execute();
      expect(kept).toHaveLength(1);

      // What the other section lacks is no matter of this one, and a reference into it is fine.
      await write(api, people.drafter, report, other, 'There.');
      const { outline } = (await people.observer.client.get(`/api/sections/${other}/text`)).body;
      const [target] = outline.paragraphs;
      await changeAs(people.drafter, report, section, (body) => {
        body.delete(1, 2);
        const paragraph = new XmlElement('paragraph');
        paragraph.setAttribute('id', crypto.randomUUID());
        const text = new XmlText();
        text.insert(0, 'See ');
        text.insert(4, REFERENCE_CHARACTER, { crossReference: { target } });
        paragraph.insert(0, [text]);
        body.push([paragraph]);
      });
      expect((await toStage(people.coordinator, section, 'clearance')).body).toEqual({ ok: true });
    });

    test('WF5 a published report changes only by reopening a section with a reason', async () => {
      const report = await makeReport(people.coordinator);
      const [one, two] = [await makeSection(people, report), await makeSection(people, report)];
      await bringTo(api, people, one, 'agreed');
      await bringTo(api, people, two, 'agreed');
      await api.context.db
        .updateTable('report')
        .set({ stage: 'published' })
        .where('id', '=', report)
        .execute();
      const { client } = people.coordinator;
      const before = await read(report);
      const section = { title: 'A', kind: 'body', leadDelegationId: state.FRA, contributorIds: [] };
      for (const answer of [
        await client.patch(`/api/reports/${report}`, { title: 'Other' }),
        await client.post(`/api/reports/${report}/sections`, section),
        await client.patch(`/api/sections/${one}`, { dueAt: '2031-01-01T00:00:00Z' }),
        await client.post(`/api/sections/${two}/move`, { before: one }),
        await client.delete(`/api/sections/${one}`, { reason: 'Wrong.' }),
      ]) {
        expect([answer.status, answer.body.error.code]).toEqual([409, 'stage']);
        expect(answer.body.error.message).toMatch(/is published\. Reopen a section with a reason/);
      }
      expect(await read(report)).toEqual(before);
      expect((await toStage(people.coordinator, one, 'review', 'A correction.')).status).toBe(200);
      expect((await read(report)).stage).toBe('drafting');
      expect((await client.patch(`/api/reports/${report}`, { title: 'Second edition' })).status).toBe(200);
    });
  });
});
