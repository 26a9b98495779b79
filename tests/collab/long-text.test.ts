import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { cutUp } from '../../collab/heavy/cut-up.ts';
import { createHeavy, LONG_BYTES } from '../../collab/heavy/heavy.ts';
import { difference, mergeMany } from '../../collab/heavy/merging.ts';
import { compact } from '../../db/text/compact.ts';
import { loadDoc } from '../../db/text/load.ts';
import { createTextStore } from '../../db/text/store.ts';
import { BODY } from '../../domain/document/schema.ts';
import { type Client, type CollabServer, join, startCollab } from '../support/collab.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/live.ts';
import { contextOn, makeSection, type SectionFixture } from '../support/section.ts';
import { seeded } from '../support/seeded.ts';

/** Some replicas of one text that write and delete at random and exchange now and then. Returns every update. */
function history(seed: number, edits: number): { updates: Uint8Array[]; ydoc: Y.Doc } {
  const random = seeded(seed);
  const docs = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
  const updates: Uint8Array[] = [];
  for (const ydoc of docs)
    ydoc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'other') updates.push(update);
    });
  const exchange = () => {
    for (const from of docs) {
      for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), 'other');
    }
  };
  for (let i = 0; i < edits; i += 1) {
    const ydoc = docs[random.int(0, 2)] as Y.Doc; // there are three
    const body = ydoc.getXmlFragment(BODY);
    if (body.length === 0 || random.int(0, 40) === 0) {
      const block = new Y.XmlElement('paragraph');
      block.insert(0, [new Y.XmlText(`p${i}`)]);
      block.setAttribute('id', `b${i}`);
      body.insert(random.int(0, body.length), [block]);
    } else {
      const block = body.get(random.int(0, body.length - 1)) as Y.XmlElement; // only paragraphs were put there
      const text = block.get(0) as Y.XmlText;
      if (random.int(0, 3) === 0 && text.length > 0) text.delete(random.int(0, text.length - 1), 1);
      else text.insert(random.int(0, text.length), `${i} as it was `);
      if (random.int(0, 200) === 0 && body.length > 1) body.delete(random.int(0, body.length - 1), 1);
    }
    if (random.int(0, 15) === 0) exchange();
  }
  exchange();
  return { updates, ydoc: docs[0] as Y.Doc };
}

const textIn = (ydoc: Y.Doc) => ydoc.getXmlFragment(BODY).toString();

describe('the pieces of a long text', () => {
  test.each([1, 2, 3])('SYNC8 can be applied one after the other, each whole (seed %i)', (seed) => {
    const { ydoc } = history(seed, 2500);
    const pieces = cutUp(Y.encodeStateAsUpdate(ydoc));
    expect(pieces.length).toBeGreaterThan(2);
    const copy = new Y.Doc();
    for (const piece of pieces) {
      Y.applyUpdate(copy, piece);
      expect(copy.store.pendingStructs).toBeNull();
      expect(copy.store.pendingDs).toBeNull();
    }
    expect(textIn(copy)).toBe(textIn(ydoc));
    expect(Y.encodeStateVector(copy)).toEqual(Y.encodeStateVector(ydoc));
  });

  test.each([4, 5])('LOG2 merged in groups they are what they are one by one (seed %i)', (seed) => {
    const { updates, ydoc } = history(seed, 1500);
    const merged = new Y.Doc();
    Y.applyUpdate(merged, mergeMany(updates));
    expect(textIn(merged)).toBe(textIn(ydoc));

    const half = new Y.Doc();
    for (const update of updates.slice(0, updates.length / 2)) Y.applyUpdate(half, update);
    Y.applyUpdate(half, difference(updates, Y.encodeStateVector(half)));
    expect(textIn(half)).toBe(textIn(ydoc));
  });

  test('SYNC8 the other thread folds, cuts and compares as this one does', async () => {
    const heavy = createHeavy();
    try {
      const { updates, ydoc } = history(9, 3000);
      const update = Y.encodeStateAsUpdate(ydoc);
      expect(update.length).toBeGreaterThan(LONG_BYTES);
      const rows = updates.map((payload, i) => ({ seq: i + 1, payload }));
      const folded = await heavy.fold({ snapshot: null, rows, head: rows.length });
      expect(Y.decodeStateVector(folded.vector)).toEqual(Y.decodeStateVector(Y.encodeStateVector(ydoc)));
      expect(await heavy.cutUp(update)).toEqual(cutUp(update).map((piece) => new Uint8Array(piece)));
      const nothing = await heavy.difference([update], Y.encodeStateVector(ydoc));
      const copy = new Y.Doc();
      Y.applyUpdate(copy, update);
      Y.applyUpdate(copy, nothing);
      expect(textIn(copy)).toBe(textIn(ydoc));
    } finally {
      await heavy.close();
    }
  });
});

describe('a long section', () => {
  let database: TestDatabase;
  let server: CollabServer;
  let fixture: SectionFixture;
  let written: Y.Doc;
  const clients: Client[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    fixture = await makeSection(database.db);
    server = await startCollab(contextOn(database));
    const { updates, ydoc } = history(10, 3000);
    written = (await loadDoc(database.db, fixture.sectionId)).ydoc;
    Y.applyUpdate(written, Y.encodeStateAsUpdate(ydoc));
    const userId = await fixture.person('JPN', ['drafter']);
    const edits = updates.map((payload) => ({ payload, userId, delegationId: fixture.delegations.JPN }));
    const store = createTextStore(database.db, database.writing);
    await store.append([{ sectionId: fixture.sectionId, cursor: 1, edits, claims: [] }]);
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await server.stop();
    await database.close();
  });

  test('SYNC8 LOG2 opens whole for whoever comes, changes under them, and opens whole again', async () => {
    const reader = join(server.url, fixture.sectionId, await fixture.person('NZL', ['observer']));
    clients.push(reader);
    await reader.synced();
    expect(textIn(reader.ydoc)).toBe(textIn(written));

    const writer = join(server.url, fixture.sectionId, await fixture.person('ROK', ['drafter']));
    clients.push(writer);
    await writer.synced();
    writer.text.insert(0, 'Newest. ');
    await until(() => writer.saved > 1 && textIn(reader.ydoc).includes('Newest. '));

    const late = join(server.url, fixture.sectionId, await fixture.person('NZL', ['observer']));
    clients.push(late);
    await late.synced();
    expect(textIn(late.ydoc)).toBe(textIn(writer.ydoc));

    // Somebody with most of it gets the rest.
    reader.provider.disconnect();
    writer.text.insert(0, 'Newer still. ');
    await until(() => textIn(late.ydoc).includes('Newer still. '));
    reader.provider.connect();
    await until(() => textIn(reader.ydoc) === textIn(writer.ydoc));

    await compact(database.db, fixture.sectionId);
    expect(textIn((await loadDoc(database.db, fixture.sectionId)).ydoc)).toBe(textIn(writer.ydoc));
  });
});
