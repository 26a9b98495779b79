import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RefusalReason } from '../../collab/meters.ts';
import { CLOSE } from '../../domain/protocol.ts';
import { COLLAB_ORIGIN, USER_HEADER } from '../support/collab.ts';
import { changes, expectOutcome } from '../support/hostile/attack.ts';
import { Intruder } from '../support/hostile/intruder.ts';
import { askRaw, asUser, clientFrame, targetOf } from '../support/hostile/raw-upgrade.ts';
import { openScene, type Refusals, type Scene } from '../support/hostile/scene.ts';
import { until } from '../support/live.ts';

let scene: Scene;
let before: Refusals;
const intruders: Intruder[] = [];

beforeAll(async () => {
  scene = await openScene();
  before = await scene.refusals();
});
afterEach(async () => {
  for (const intruder of intruders.splice(0)) intruder.leave();
  await scene.nextKeys();
  before = await scene.refusals();
});
afterAll(() => scene.close());

async function expectCounted(reason: RefusalReason): Promise<void> {
  await until(async () => changes(before, await scene.refusals()).length > 0);
  await scene.nextKeys();
  expect(changes(before, await scene.refusals())).toEqual([[reason, 1]]);
}

type Knock = { path?: string; query?: string; user?: string; origin?: string };

/** Knocks as a browser would, at the section under attack and as somebody who may write there, unless it says otherwise. */
function knock({
  path = scene.sectionId,
  query = 'schema=1&saved=1',
  user = scene.people.writer,
  origin,
}: Knock): Intruder {
  const headers = { [USER_HEADER]: user, ...(origin === undefined ? {} : { origin }) };
  const intruder = new Intruder(`${scene.url}/${path}?${query}`, headers);
  intruders.push(intruder);
  return intruder;
}

describe('who may not come in', () => {
  const refused: [string, () => Knock, number, RefusalReason][] = [
    ['somebody without a session', () => ({ user: '' }), CLOSE.notSignedIn, 'not_signed_in'],
    [
      'a tab of somebody else',
      () => ({ query: `schema=1&user=${randomUUID()}` }),
      CLOSE.notSignedIn,
      'not_signed_in',
    ],
    ['a session without a member', () => ({ user: randomUUID() }), CLOSE.forbidden, 'forbidden'],
    ['whoever names no schema', () => ({ query: 'saved=1' }), CLOSE.schemaBehind, 'schema_behind'],
    ['whoever names an older schema', () => ({ query: 'schema=0' }), CLOSE.schemaBehind, 'schema_behind'],
    [
      'whoever names a schema that is no number',
      () => ({ query: 'schema=1;drop' }),
      CLOSE.schemaBehind,
      'schema_behind',
    ],
    [
      'whoever names an older schema first',
      () => ({ query: 'schema=0&schema=1' }),
      CLOSE.schemaBehind,
      'schema_behind',
    ],
    ['whoever asks for an unknown section', () => ({ path: randomUUID() }), CLOSE.notFound, 'not_found'],
    ['whoever asks for no section', () => ({ path: '' }), CLOSE.notFound, 'not_found'],
    ['whoever asks for what is no id', () => ({ path: "1' or '1'='1" }), CLOSE.notFound, 'not_found'],
    [
      'whoever asks for something below a section',
      () => ({ path: `${scene.sectionId}/snapshot` }),
      CLOSE.notFound,
      'not_found',
    ],
    [
      'whoever hides a slash in it',
      () => ({ path: `x%2f..%2f${scene.sectionId}` }),
      CLOSE.notFound,
      'not_found',
    ],
    ['whoever hides a zero in it', () => ({ path: `${scene.sectionId}%00` }), CLOSE.notFound, 'not_found'],
    ['whoever asks with what is no UTF-8', () => ({ path: '%ff%fe' }), CLOSE.notFound, 'not_found'],
    ['whoever asks for 10,000 characters', () => ({ path: 'x'.repeat(10_000) }), CLOSE.notFound, 'not_found'],
  ];

  test.each(refused)('SEC3 GATE6 %s gets no content, and is counted', async (_name, how, closes, reason) => {
    const intruder = knock(how());
    await expectOutcome(intruder, { closes, reason });
    expect(intruder.heard).toEqual([]);
    await expectCounted(reason);
  });

  test.each([
    ['another site', 'https://evil.example'],
    ['a site that begins like ours', `${COLLAB_ORIGIN}.evil.example`],
    ['ours without encryption', COLLAB_ORIGIN.replace('https', 'http')],
    ['nowhere', 'null'],
    ['no origin at all', ''],
  ])('SEC3 GATE6 a page of %s is answered 403, and is counted', async (_name, origin) => {
    const answer = await askRaw(scene.url, {
      target: targetOf(scene.sectionId),
      headers: { ...asUser(scene.people.writer), Origin: origin },
    });
    expect(answer.status).toBe(403);
    await answer.ended;
    await expectCounted('origin');
  });

  test('SEC3 GATE6 whoever asks for something above it gets no content, and is counted', async () => {
    const target = `/collab/x/../../${scene.sectionId}?schema=1&saved=1`;
    const answer = await askRaw(scene.url, { target, headers: asUser(scene.people.writer) });
    const code = Buffer.from([CLOSE.notFound >> 8, CLOSE.notFound & 0xff]);
    await until(() => answer.heard().includes(code));
    expect(answer.heard()[0], 'a close frame, and nothing before it').toBe(0x88);
    answer.socket.destroy();
    await expectCounted('not_found');
  });

  test('SEC3 our own page comes in', async () => {
    const intruder = knock({ origin: COLLAB_ORIGIN });
    await until(() => intruder.heard.length > 0);
    await intruder.answer();
    expect(changes(before, await scene.refusals())).toEqual([]);
  });
});

describe('who speaks no websocket', () => {
  const broken: [string, Buffer, number][] = [
    ['a frame that is not masked', clientFrame(0x82, Buffer.from([3]), { isMasked: false }), 1002],
    ['a frame with reserved bits', clientFrame(0xf2, Buffer.from([3])), 1002],
    ['a frame of an unknown kind', clientFrame(0x83, Buffer.from([3])), 1002],
    ['a continuation of nothing', clientFrame(0x80, Buffer.from([3])), 1002],
    ['a ping of 200 bytes', clientFrame(0x89, Buffer.alloc(200)), 1002],
    ['a ping in parts', clientFrame(0x09, Buffer.from([3])), 1002],
    ['a close with a code that is none', clientFrame(0x88, Buffer.from([0, 5])), 1002],
    ['text that is no UTF-8', clientFrame(0x81, Buffer.from([0xff, 0xfe])), 1007],
    ['a frame of 2^63 bytes', clientFrame(0x82, Buffer.from([3]), { length: 2 ** 53 }), 1009],
  ];

  test.each(broken)('GATE6 %s ends its own connection, and is counted', async (_name, frame, code) => {
    const answer = await askRaw(scene.url, {
      target: targetOf(scene.sectionId),
      headers: asUser(scene.people.writer),
    });
    expect(answer.status).toBe(101);
    await until(() => answer.heard().length > 0);
    answer.socket.write(frame);
    await answer.ended;
    const close = Buffer.from([0x88, 2, code >> 8, code & 0xff]);
    expect(answer.heard().includes(close), 'a close frame').toBe(true);
    await expectCounted(code === 1009 ? 'too_large' : 'malformed');
  });

  test.each([
    ['of another version', { 'Sec-WebSocket-Version': '7' }],
    ['without a key', { 'Sec-WebSocket-Key': '' }],
    ['with a key that is none', { 'Sec-WebSocket-Key': 'x' }],
    ['to something else', { Upgrade: 'h2c' }],
  ])('GATE6 an upgrade %s is answered without a websocket', async (_name, headers) => {
    const answer = await askRaw(scene.url, {
      target: targetOf(scene.sectionId),
      headers: { ...asUser(scene.people.writer), ...headers },
    });
    expect(answer.status).not.toBe(101);
    await answer.ended;
  });
});
