import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import { writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { BODY } from '../../domain/document/schema.ts';
import { MESSAGE } from '../../domain/protocol.ts';
import { gatherOthers } from '../../web/editor/gathering.ts';
import { QuietAwareness } from '../../web/editor/quiet-awareness.ts';
import { type CollabServer, join, startCollab } from '../support/collab.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/live.ts';
import { contextOn, makeSection, type SectionFixture } from '../support/section.ts';

let database: TestDatabase;
let server: CollabServer;
let fixture: SectionFixture;

beforeAll(async () => {
  database = await freshDatabase();
  fixture = await makeSection(database.db);
  server = await startCollab(contextOn(database));
});
afterAll(async () => {
  await server.stop();
  await database.close();
});

test('SYNC1 what others do within a moment is taken in as one change or two, with nothing missing', async () => {
  const reader = join(server.url, fixture.sectionId, await fixture.person('ROK', ['drafter']));
  try {
    const log: string[] = [];
    gatherOthers(reader.provider, () => log.push('before'));
    await reader.synced();
    const colleague = new Y.Doc();
    Y.applyUpdate(colleague, Y.encodeStateAsUpdate(reader.ydoc));
    const frames: Uint8Array[] = [];
    colleague.on('update', (update: Uint8Array) => frames.push(updateFrame(update)));
    const text = new Y.XmlText();
    colleague.getXmlFragment(BODY).insert(0, [text]);
    for (const letter of 'twenty letters in all') text.insert(text.length, letter);

    log.length = 0;
    reader.ydoc.on('update', () => log.push(reader.body.get(0).toString()));
    for (const data of frames)
      reader.provider.ws?.onmessage?.(new MessageEvent('message', { data: data.buffer }));
    await until(() => log.at(-1) === 'twenty letters in all');
    expect(log.length).toBeLessThanOrEqual(4);
    expect(log.filter((_, i) => i % 2 === 0)).toEqual(log.length > 2 ? ['before', 'before'] : ['before']);
  } finally {
    reader.destroy();
  }
});

/** A sync message as the server sends one. */
function updateFrame(update: Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.sync);
  writeUpdate(encoder, update);
  return encoding.toUint8Array(encoder);
}

test('WEB3 a caret that stands where it stood is not told to others again', () => {
  const told = (awareness: Awareness) => {
    let times = 0;
    awareness.on('update', () => {
      times += 1;
    });
    const text = awareness.doc.getText('t');
    text.insert(0, 'some words');
    for (const index of [3, 3, 3, 4]) {
      const place = Y.createRelativePositionFromTypeIndex(text, index);
      awareness.setLocalStateField('cursor', { anchor: place, head: place });
    }
    awareness.setLocalStateField('cursor', null);
    awareness.setLocalStateField('cursor', null);
    awareness.destroy();
    return times - 1; // destroying it tells that it is gone
  };
  expect(told(new Awareness(new Y.Doc()))).toBe(6);
  expect(told(new QuietAwareness(new Y.Doc()))).toBe(3);
});
