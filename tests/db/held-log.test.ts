import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Flush } from '../../db/text/flush.ts';
import { createTextStore } from '../../db/text/store.ts';
import { BODY } from '../../domain/document/schema.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { addSection, makeSection, type SectionFixture } from '../support/section.ts';

let database: TestDatabase;
let held: SectionFixture;

beforeAll(async () => {
  database = await freshDatabase();
  held = await makeSection(database.db);
});
afterAll(() => database.close());

/** What `userId` writes under a new Yjs client id in a section whose text begins with the row 1. */
function flushOf(sectionId: string, userId: string): Flush {
  const ydoc = new Y.Doc();
  ydoc.getXmlFragment(BODY).insert(0, [new Y.XmlElement('paragraph')]);
  const edit = { payload: Y.encodeStateAsUpdate(ydoc), userId, delegationId: held.delegations.JPN };
  return { sectionId, cursor: 1, edits: [edit], claims: [[ydoc.clientID, userId]] };
}

test('LOG1 GATE4 a log that somebody holds is left out of a commit, with whose its clients are, and the rest goes in', async () => {
  const { db } = database;
  const { sectionId, reportId, delegations } = held;
  const userId = await held.person('JPN', ['drafter']);
  const free = await addSection(db, { reportId, delegations, author: userId }, 1);
  const store = createTextStore(db, database.writing);
  const flushes = [flushOf(sectionId, userId), flushOf(free, userId)];

  const holder = await db.startTransaction().execute();
  await sql`select lock_logs(array(select log from section_doc where section_id = ${sectionId}))`.execute(
    holder,
  );
  const first = await store.append(flushes);
  expect(first.kind === 'appended' && [...first.before.keys()]).toEqual([free]);
  expect(await store.heads([sectionId, free])).toEqual(
    new Map([
      [sectionId, 1],
      [free, 2],
    ]),
  );
  const clients = flushes.map(({ claims }) => claims[0]?.[0] ?? 0);
  expect([...(await store.ownersOf(sectionId, clients)).keys()]).toEqual([]);
  expect([...(await store.ownersOf(free, clients)).keys()]).toEqual([clients[1]]);

  await holder.rollback().execute();
  const second = await store.append(flushes.slice(0, 1));
  expect(second.kind === 'appended' && [...second.before.keys()]).toEqual([sectionId]);
  expect([...(await store.ownersOf(sectionId, clients)).keys()]).toEqual([clients[0]]);
});
