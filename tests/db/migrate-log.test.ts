import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { personOf } from '../../db/access.ts';
import { migrate } from '../../db/migrate.ts';
import { compareVersions, readVersion } from '../../db/queries/versions.ts';
import { headsOf } from '../../db/text/append.ts';
import { createText } from '../../db/text/change.ts';
import { fold } from '../../db/text/compact.ts';
import { laggingSections } from '../../db/text/derive.ts';
import type { Flush } from '../../db/text/flush.ts';
import { docOf, loadDocument, readText, rowsAfter } from '../../db/text/load.ts';
import { createTextStore } from '../../db/text/store.ts';
import { digestOf } from '../../domain/document/canonical.ts';
import { BODY } from '../../domain/document/schema.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import { bareDatabase, type TestDatabase } from '../support/database.ts';
import { type FirstLog, type FirstSection, writeFirstLog } from '../support/first-log.ts';
import { element } from '../support/hostile/text-tools.ts';

const SEED = 3;

describe('a log that was written before it was moved', () => {
  let database: TestDatabase;
  let first: FirstLog;
  let ran: string[];
  beforeAll(async () => {
    database = await bareDatabase();
    first = await writeFirstLog(database.db, SEED);
    ran = await migrate(database.url);
  });
  afterAll(() => database.close());

  test('LOG1 every row has its place, payload, author and time', async () => {
    expect(ran).toEqual(['0002-log']);
    const { rows } = await sql<FirstSection['rows'][number] & { sectionId: string; shelf: number }>`
      select d.section_id, u.seq, u.payload, a.user_id, a.delegation_id, u.at, u.shelf
      from section_update u join section_doc d on d.log = u.log join author a on a.no = u.author
      order by u.log, u.seq`.execute(database.db);
    const bySection = Object.groupBy(rows, ({ sectionId }) => sectionId);
    for (const { id, year, rows } of first.sections)
      expect(bySection[id]).toEqual(rows.map((row) => ({ ...row, sectionId: id, shelf: year })));
    expect(rows).toHaveLength(first.sections.reduce((sum, section) => sum + section.rows.length, 0));
  });

  test('LOG1 LOG2 DOC3 text, head, outline and digest are as they were, from the snapshot and from the whole log', async () => {
    const heads = await headsOf(
      database.db,
      first.sections.map(({ id }) => id),
    );
    for (const { id, text, snapshot, rows, owners } of first.sections) {
      const { document, head } = await loadDocument(database.db, id);
      expect(document).toEqual(text.document);
      expect([head, heads.get(id)]).toEqual([text.head, text.head]);
      expect(await digestOf(document)).toBe(text.digest);

      const stored = await readText(database.db, id);
      expect(stored.rows.map(({ seq }) => seq)).toEqual(
        rows.slice(snapshot?.head ?? 0).map(({ seq }) => seq),
      );
      const log = await rowsAfter(database.db, id, 0);
      expect(documentOf(docOf({ snapshot: null, rows: log, head }))).toEqual(text.document);
      expect(documentOf(docOf({ snapshot: fold(stored), rows: [], head }))).toEqual(text.document);

      const { owners: known } = await createTextStore(database.db, database.writing).open(id);
      expect(known).toEqual(owners);
      const { at, userId } = rows.at(-1) ?? {};
      expect(await derivedOf(id)).toEqual({
        outline: text.outline,
        digest: text.digest,
        derivedHead: text.head,
        changedAt: at,
        changedBy: userId,
      });
    }
    expect(await laggingSections(database.db)).toEqual([]);
  });

  test('VER2 an older version is read and compared with the text as it stands', async () => {
    const person = await personOf(database.db, first.people.min);
    for (const { version, text } of first.sections) {
      const { document, digest, head } = await readVersion(database.db, person, version.id);
      expect({ document, digest, head }).toEqual({
        document: version.document,
        digest: version.digest,
        head: version.head,
      });
      expect((await compareVersions(database.db, person, version.id, 'now')).to.digest).toBe(text.digest);
    }
  });

  test('LOG1 LOG2 writing goes on with the next number, by those who wrote before and by others', async () => {
    const { delegations, tora, min, sora } = first.people;
    const store = createTextStore(database.db, database.writing);
    const known = { userId: tora, delegationId: delegations.JPN };
    const writers = [known, { userId: sora, delegationId: delegations.ROK }];
    const opened = await Promise.all(first.sections.map(({ id }) => store.open(id)));
    const flushes = first.sections.map(({ id, text }, i): Flush => {
      const ydoc = docOf(opened[i] ?? { snapshot: null, rows: [], head: 0 });
      const claims: Flush['claims'] = [[ydoc.clientID, tora]];
      const edits = writers.map((writer) => ({ ...writer, payload: lineIn(ydoc, writer.userId) }));
      return { sectionId: id, cursor: text.head, edits, claims };
    });
    const flushed = await store.append(flushes);
    expect(flushed).toEqual({
      kind: 'appended',
      before: new Map(first.sections.map(({ id, text }) => [id, { head: text.head, missing: [] }])),
    });
    for (const { id, text, rows } of first.sections) {
      const { document, head } = await loadDocument(database.db, id);
      expect(head).toBe(text.head + 2);
      expect(document.content?.slice(0, -2)).toEqual(text.document.content ?? []);
      const log = await rowsAfter(database.db, id, 0);
      expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: rows.length + 2 }, (_, i) => i + 1));
      expect(await store.compact(id)).toBe(true);
      expect((await loadDocument(database.db, id)).document).toEqual(document);
    }

    // Whose client id something was, it still is.
    const [{ id, owners } = raise()] = first.sections;
    const [foreign] = [...owners].find(([, userId]) => userId === tora) ?? raise();
    const edit = { userId: min, delegationId: delegations.ROK, payload: Uint8Array.of(0, 0) };
    const claimed = await store.append([
      { sectionId: id, cursor: 0, edits: [edit], claims: [[foreign, min]] },
    ]);
    expect(claimed).toMatchObject({ kind: 'lost', lost: new Map([[id, expect.any(Map)]]) });
  });

  test('LOG1 a new section of last year’s report has a log of its own, beside the others of that year', async () => {
    const [{ reportId, year } = raise()] = first.sections;
    const { delegations, tora } = first.people;
    const author = { userId: tora, delegationId: delegations.JPN };
    const { id } = await database.db
      .insertInto('section')
      .values({
        ...{ reportId, place: 9, kind: 'body', title: 'Later', leadDelegationId: delegations.JPN },
        ...{ penHolderId: null, dueAt: null, removedAt: null, removedReason: null },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await database.db.transaction().execute((trx) => createText(trx, id, author, 'p-1'));
    const docs = await database.db.selectFrom('sectionDoc').select(['sectionId', 'log', 'shelf']).execute();
    expect(new Set(docs.map(({ log }) => log)).size).toBe(docs.length);
    expect(docs.find(({ sectionId }) => sectionId === id)?.shelf).toBe(year);
    expect((await loadDocument(database.db, id)).head).toBe(1);
  });

  test('LOG1 no row is changed or deleted, in the log or in the partition of a year', async () => {
    const tables = ['section_update', ...new Set(first.sections.map(({ year }) => `section_update_${year}`))];
    const count = async () =>
      sql`select count(*), sum(length(payload)) from section_update`.execute(database.db);
    const before = await count();
    for (const table of tables)
      for (const statement of [`update ${table} set seq = seq`, `delete from ${table}`, `truncate ${table}`])
        await expect(sql.raw(statement).execute(database.db)).rejects.toThrow('never changed or deleted');
    expect((await count()).rows).toEqual(before.rows);
  });

  const derivedOf = (sectionId: string) =>
    database.db
      .selectFrom('sectionDoc')
      .where('sectionId', '=', sectionId)
      .select(['outline', 'digest', 'derivedHead', 'changedAt', 'changedBy'])
      .executeTakeFirstOrThrow();
});

/** Writes a last paragraph, and returns the update that it is. */
function lineIn(ydoc: Y.Doc, id: string): Uint8Array {
  const before = Y.encodeStateVector(ydoc);
  ydoc.getXmlFragment(BODY).push([element('paragraph', { id }, new Y.XmlText('And afterwards.'))]);
  return Y.encodeStateAsUpdate(ydoc, before);
}

function raise(): never {
  throw new Error('nothing was written');
}
