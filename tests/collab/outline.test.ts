import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createText } from '../../db/text/change.ts';
import { type Client, type CollabServer, join, startCollab } from '../support/collab.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/live.ts';
import { contextOn, makeSection, type SectionFixture } from '../support/section.ts';

let database: TestDatabase;
let server: CollabServer;
let fixture: SectionFixture;
let otherSectionId: string;
const clients: Client[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  fixture = await makeSection(database.db);
  server = await startCollab(contextOn(database));
  const { db } = database;
  const other = await db
    .insertInto('section')
    .values({
      reportId: fixture.reportId,
      place: 1,
      kind: 'body',
      title: 'Conclusions',
      leadDelegationId: fixture.delegations.JPN,
      penHolderId: null,
      dueAt: null,
      removedAt: null,
      removedReason: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  otherSectionId = other.id;
  const userId = await fixture.person('JPN', ['coordinator']);
  const author = { userId, delegationId: fixture.delegations.JPN };
  await db.transaction().execute((trx) => createText(trx, otherSectionId, author, 'other-first'));
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await server.stop();
  await database.close();
});

const derived = () =>
  database.db
    .selectFrom('sectionDoc')
    .where('sectionId', '=', fixture.sectionId)
    .select(['outline', 'digest'])
    .executeTakeFirstOrThrow();

test('DOC2 whoever has another section open is told what is numbered anew, and not each word', async () => {
  const writer = join(server.url, fixture.sectionId, await fixture.person('JPN', ['drafter']));
  const reader = join(server.url, otherSectionId, await fixture.person('NZL', ['observer']));
  clients.push(writer, reader);
  await Promise.all([writer.synced(), reader.synced()]);
  expect(reader.hellos).toMatchObject([{ mayWrite: false }]);
  expect(writer.hellos).toMatchObject([{ mayWrite: true, why: null }]);

  const block = new Y.XmlElement('paragraph');
  block.insert(0, [new Y.XmlText('The second paragraph.')]);
  block.setAttribute('id', 'second');
  writer.body.push([block]);
  await until(() => reader.outlines.some(({ outline }) => outline.paragraphs.includes('second')));
  expect(reader.outlines.at(-1)?.sectionId).toBe(fixture.sectionId);
  expect(writer.outlines).toEqual([]);

  const told = reader.outlines.length;
  writer.text.insert(0, 'Only words. ');
  await until(async () => (await derived()).outline.words === 5);
  expect(reader.outlines.length).toBe(told);
});
