import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { Context } from '../../db/context.ts';
import { changeText } from '../../db/text/change.ts';
import { compact } from '../../db/text/compact.ts';
import { loadDoc, rowsAfter } from '../../db/text/load.ts';
import { transact } from '../../db/transaction.ts';
import { textOf } from '../../domain/document/outline.ts';
import { BODY } from '../../domain/document/schema.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import { CLOSE } from '../../domain/protocol.ts';
import { type Client, type CollabServer, join, startCollab } from '../support/collab.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { contextOn, makeSection, type SectionFixture } from '../support/section.ts';

let database: TestDatabase;
let context: Context;
let server: CollabServer;
let section: SectionFixture;
let japan: string;
let korea: string;
let observer: string;
const clients: Client[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  context = contextOn(database);
  server = await startCollab(context);
  section = await makeSection(database.db);
  japan = await section.person('JPN', ['drafter']);
  korea = await section.person('ROK', ['drafter']);
  observer = await section.person('NZL', ['observer']);
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await server.stop();
  await database.close();
});

beforeEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

async function enter(userId: string): Promise<Client> {
  const client = join(server.url, section.sectionId, userId);
  clients.push(client);
  await client.synced();
  return client;
}

async function committedText(): Promise<string> {
  const { ydoc } = await loadDoc(database.db, section.sectionId);
  return textOf(documentOf(ydoc));
}

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5000, interval: 10 });

describe('writing together', () => {
  test('SYNC1 SYNC6 two unmodified clients type at once, and end equal with everything', async () => {
    const [a, b] = [await enter(japan), await enter(korea)];
    // Both type into one run of text, which has to be there first.
    a.text.insert(0, 'Begin. ');
    await until(() => expect(b.body.toString()).toContain('Begin. '));
    const words = { a: '', b: '' };
    for (let i = 0; i < 50; i += 1) {
      a.text.insert(0, `a${i} `);
      b.text.insert(b.text.length, `b${i} `);
      words.a = `a${i} ${words.a}`;
      words.b += `b${i} `;
      if (i % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => expect(a.text.toString()).toBe(b.text.toString()));
    for (let i = 0; i < 50; i += 1) expect(a.text.toString()).toContain(`a${i} `);
    expect(a.text.toString()).toContain(words.b);
    await until(async () => expect(await committedText()).toContain(words.b.trim()));
  });

  test('SYNC2 SYNC3 what another has seen, and what was said to be saved, is in Postgres', async () => {
    const [a, b] = [await enter(japan), await enter(korea)];
    const seen: Promise<boolean>[] = [];
    b.ydoc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin !== b.provider) return;
      const shown = textOf(documentOf(b.ydoc));
      seen.push(committedText().then((text) => shown === '' || text.includes(shown.slice(0, 12))));
    });
    const before = a.saved;
    a.text.insert(0, 'Committed, then shown. ');
    await until(() => expect(a.saved).toBeGreaterThan(before));
    expect(await committedText()).toContain('Committed, then shown. ');
    await until(() => expect(b.text.toString()).toContain('Committed, then shown. '));
    expect((await Promise.all(seen)).every(Boolean)).toBe(true);
  });

  test('SYNC4 what was typed while disconnected goes up on return', async () => {
    const [a, b] = [await enter(japan), await enter(korea)];
    a.provider.disconnect();
    a.text.insert(0, 'Typed on the train. ');
    b.text.insert(0, 'Typed at the desk. ');
    a.provider.connect();
    await until(() => {
      expect(a.text.toString()).toBe(b.text.toString());
      expect(b.text.toString()).toContain('Typed on the train. ');
    });
  });

  test('SYNC2 a change made by the API reaches the open section', async () => {
    const a = await enter(japan);
    await transact(context, { userId: korea, delegationId: section.delegations.ROK }, (action) =>
      changeText(
        action,
        { id: section.sectionId, reportId: section.reportId },
        { userId: korea, delegationId: section.delegations.ROK },
        (ydoc) => {
          const paragraph = new Y.XmlElement('paragraph');
          paragraph.setAttribute('id', 'from-the-api');
          paragraph.insert(0, [new Y.XmlText('From the API.')]);
          ydoc.getXmlFragment(BODY).push([paragraph]);
        },
      ),
    );
    await until(() => expect(a.body.toString()).toContain('From the API.'));
  });

  test('LOG1 LOG2 the log has no gap, and a snapshot with its tail gives the same text', async () => {
    const a = await enter(japan);
    for (let i = 0; i < 20; i += 1) {
      const before = a.saved;
      a.text.insert(0, `${i} `);
      await until(() => expect(a.saved).toBeGreaterThan(before));
    }
    const rows = await rowsAfter(database.db, section.sectionId, 0);
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => i + 1));
    const whole = await loadDoc(database.db, section.sectionId);
    await compact(database.db, section.sectionId);
    a.text.insert(0, 'After the snapshot. ');
    await until(async () => expect(await committedText()).toContain('After the snapshot. '));
    const again = await loadDoc(database.db, section.sectionId);
    expect(again.tail).toBeLessThan(rows.length);
    Y.applyUpdate(whole.ydoc, Y.encodeStateAsUpdate(again.ydoc));
    expect(documentOf(whole.ydoc)).toEqual(documentOf(again.ydoc));
  });
});

describe('refusals', () => {
  test('GATE1 GATE2 an observer reads live, and what they send reaches nobody', async () => {
    const [writer, reader] = [await enter(japan), await enter(observer)];
    writer.text.insert(0, 'For all to read. ');
    await until(() => expect(reader.text.toString()).toContain('For all to read. '));
    const head = (await loadDoc(database.db, section.sectionId)).head;
    reader.text.insert(0, 'Not theirs to write. ');
    await until(() => expect(reader.closes.at(-1)?.code).toBe(CLOSE.refused));
    expect(reader.notices.at(-1)?.message).toContain('not saved');
    writer.text.insert(0, 'Still going. ');
    await until(async () => expect(await committedText()).toContain('Still going. '));
    expect(await committedText()).not.toContain('Not theirs');
    expect(writer.text.toString()).not.toContain('Not theirs');
    expect((await loadDoc(database.db, section.sectionId)).head).toBe(head + 1);
  });

  test('GATE2 a change of more than 4 MB is refused in words, and y-websocket does not send it again', async () => {
    const a = await enter(japan);
    a.text.insert(0, 'x'.repeat(5_000_000));
    await until(() => expect(a.closes.at(-1)?.code).toBe(CLOSE.tooLarge));
    expect(a.notices.at(-1)?.message).toContain('not saved');
    expect(a.provider.shouldConnect).toBe(false);
    expect(await committedText()).not.toContain('xxx');
  });

  test('GATE3 a client of no or an older schema gets no content', async () => {
    for (const schema of ['', '0', 'newest']) {
      const client = join(server.url, section.sectionId, japan, { schema });
      clients.push(client);
      await until(() => expect(client.closes.at(-1)?.code).toBe(CLOSE.schemaBehind));
      expect(client.body.length).toBe(0);
    }
  });

  test('SEC3 nobody without a session, of a foreign origin or for an unknown section gets in', async () => {
    const stranger = join(server.url, section.sectionId, '');
    const lost = join(server.url, crypto.randomUUID(), japan);
    clients.push(stranger, lost);
    await until(() => expect(stranger.closes.at(-1)?.code).toBe(CLOSE.notSignedIn));
    await until(() => expect(lost.closes.at(-1)?.code).toBe(CLOSE.notFound));
    const { WebSocket } = await import('ws');
    const foreign = new WebSocket(`${server.url}/${section.sectionId}?schema=1`, {
      origin: 'https://evil.example',
    });
    const status = await new Promise((resolve) => {
      foreign.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      foreign.on('error', () => resolve('error'));
    });
    expect(status).toBe(403);
  });

  test('GATE5 SYNC3 a stage that changes stops the writer, and nothing is taken afterwards', async () => {
    const a = await enter(japan);
    a.text.insert(0, 'Before the freeze. ');
    await until(async () => expect(await committedText()).toContain('Before the freeze. '));
    await transact(context, null, async (action) => {
      await action.trx
        .updateTable('section')
        .set({ stage: 'review' })
        .where('id', '=', section.sectionId)
        .execute();
      await action.record('section.stage_changed', {
        reportId: section.reportId,
        sectionId: section.sectionId,
      });
    });
    a.text.insert(0, 'After the freeze. ');
    await until(() => expect(a.closes.at(-1)?.code).toBe(CLOSE.rightsChanged));
    expect(a.notices.at(-1)?.message).toContain('pen-holder');
    expect(await committedText()).not.toContain('After the freeze');
    await database.db
      .updateTable('section')
      .set({ stage: 'drafting' })
      .where('id', '=', section.sectionId)
      .execute();
  });

  test('GATE5 a frozen text stays frozen even for a flush that nobody warned', async () => {
    const a = await enter(japan);
    // The row changes without a word on the bus, as when the doorbell of another node is lost.
    await database.db
      .updateTable('section')
      .set({ stage: 'clearance' })
      .where('id', '=', section.sectionId)
      .execute();
    a.text.insert(0, 'Too late. ');
    await until(() => expect(a.closes.at(-1)?.code).toBe(CLOSE.rightsChanged));
    expect(await committedText()).not.toContain('Too late');
    await database.db
      .updateTable('section')
      .set({ stage: 'drafting' })
      .where('id', '=', section.sectionId)
      .execute();
    const b = await enter(korea);
    expect(b.text.toString()).not.toContain('Too late');
    b.text.insert(0, 'Open again. ');
    await until(async () => expect(await committedText()).toContain('Open again. '));
  });
});

test('SEC3 carets carry the identity that the server knows, whatever the client claims', async () => {
  const [a, b] = [await enter(japan), await enter(korea)];
  a.provider.awareness.setLocalStateField('user', { name: 'The Secretary-General', code: 'UN' });
  await until(() => {
    const state = b.provider.awareness.getStates().get(a.ydoc.clientID);
    expect(state?.user).toMatchObject({ userId: japan, code: 'JPN', name: 'JPN drafter' });
  });
  expect(context.presence.of(section.sectionId).map((p) => p.userId)).toEqual(
    expect.arrayContaining([japan, korea]),
  );
  a.destroy();
  await until(() => expect(b.provider.awareness.getStates().has(a.ydoc.clientID)).toBe(false));
  await until(() => expect(context.presence.of(section.sectionId).map((p) => p.userId)).toEqual([korea]));
});
