import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CLOSE, LIMITS, MESSAGE } from '../../domain/protocol.ts';
import { changes, suffer } from '../support/hostile/attack.ts';
import { glue, number, STEP, sync, text, update } from '../support/hostile/bytes.ts';
import { oldCarets, replacements } from '../support/hostile/floods.ts';
import { Intruder } from '../support/hostile/intruder.ts';
import { openScene, type Scene } from '../support/hostile/scene.ts';
import { CONTENT, inType, yjsUpdate } from '../support/hostile/yjs-bytes.ts';
import { until } from '../support/live.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const enter = (userId = scene.people.writer) => Intruder.enter(scene.url, scene.sectionId, userId);
const question = number(MESSAGE.queryAwareness);

describe('floods', () => {
  test('GATE6 more messages than a socket may send close it', () =>
    suffer(scene, {
      name: '',
      messages: () =>
        Array.from({ length: LIMITS.messagesPerSecond * LIMITS.rateSeconds + 1 }, () => question),
      outcome: { closes: CLOSE.tooMany, reason: 'too_fast' },
    }));

  test('GATE6 more bytes than a socket may send close it', () =>
    suffer(scene, {
      name: '',
      messages: ({ colleague }) => {
        const much = oldCarets(colleague, 4_000_000);
        return Array.from({ length: 11 }, () => much);
      },
      outcome: { closes: CLOSE.tooMany, reason: 'too_fast' },
    }));

  test('GATE6 one update five thousand times is nothing new but once', async () => {
    const refusals = await scene.refusals();
    const intruder = await enter();
    const known = update(Y.encodeStateAsUpdate(intruder.replica));
    for (let i = 0; i < 5000; i += 1) intruder.send(known);
    await intruder.answer();
    // The answer to the server's question is the first that counts.
    const told = glue(number(MESSAGE.saved), number(5001));
    await until(() => intruder.heard.some((message) => told.every((byte, i) => byte === message[i])));
    expect(changes(refusals, await scene.refusals())).toEqual([]);
    intruder.leave();
  });

  test.each([
    ['for the text', () => sync(STEP.vector, glue(number(0)))],
    ['for the text, each time with another replica', (i: number) => sync(STEP.vector, glue(1, number(i), 1))],
    ['for the carets', () => question],
  ])('GATE6 20,000 questions %s, whose answers nobody reads, cost no memory', async (_name, ask) => {
    const writer = await enter();
    const [much] = replacements(writer.replica, 100_000);
    if (much) writer.send(much);
    await writer.answer();
    writer.leave();
    const intruder = await enter();
    intruder.socket.pause();
    const [received, sent] = [
      await scene.meter('received_bytes_total'),
      await scene.meter('sent_bytes_total'),
    ];
    const questions = Array.from({ length: 20_000 }, (_, i) => ask(i));
    for (const one of questions) intruder.send(one);
    const bytes = questions.reduce((sum, { length }) => sum + length, 0);
    await until(async () => (await scene.meter('received_bytes_total')) - received >= bytes, 60_000);
    // What the network takes, and what may wait; 20,000 answers are 2 GB.
    expect((await scene.meter('sent_bytes_total')) - sent).toBeLessThan(30_000_000);
    intruder.leave();
  });

  test.each([
    ['300 updates', 300, 10],
    ['20 updates of 3 MB', 20, 3_000_000],
  ])('GATE6 %s that depend on what never comes are not kept', async (_name, count, bytes) => {
    const refusals = await scene.refusals();
    const intruder = Intruder.knock(scene.url, scene.sectionId, scene.people.writer);
    intruder.isMute = true;
    await until(() => intruder.heard.some((message) => message[0] === MESSAGE.sync));
    const orphan = update(
      yjsUpdate([{ client: 9, clock: 5, structs: [inType(8, 7, CONTENT.string, text('x'.repeat(bytes)))] }]),
    );
    for (let i = 0; i < count; i += 1) intruder.send(orphan);
    // Somebody honest would come with all of it in their answer.
    expect(await intruder.ended).toMatchObject({ code: CLOSE.unavailable });
    expect(changes(refusals, await scene.refusals())).toEqual([['unavailable', 1]]);
  });
});

describe('sockets', () => {
  test('GATE6 the hundred and first of one person is closed, and the hundred stay', async () => {
    const refusals = await scene.refusals();
    const crowd = await scene.person('JPN', ['drafter']);
    const sockets = await Promise.all(Array.from({ length: LIMITS.socketsPerPerson }, () => enter(crowd)));
    const last = Intruder.knock(scene.url, scene.elsewhereId, crowd);
    expect(await last.ended).toMatchObject({ code: CLOSE.tooMany });
    expect(last.heard).toEqual([]);
    await Promise.all(sockets.map((socket) => socket.answer()));
    expect(changes(refusals, await scene.refusals())).toEqual([['too_many_connections', 1]]);
    for (const socket of sockets) socket.leave();
    // Who closes one may open another.
    await until(async () => {
      const again = Intruder.knock(scene.url, scene.elsewhereId, crowd);
      const isIn = await Promise.race([again.answer().then(() => true), again.ended.then(() => false)]);
      again.leave();
      return isIn;
    });
  });

  test('GATE6 SYNC1 one that reads nothing for a while is then sent what it lacks at once, and not all that passed', async () => {
    const enter = (userId: string) => Intruder.enter(scene.url, scene.quietId, userId);
    const resyncs = await scene.meter('resyncs_total');
    const slow = await enter(scene.people.reader);
    slow.socket.pause();
    let written = 0;
    let left = 0;
    let head = new Map<number, number>();
    // However much it is that the network takes.
    while (left < 10_000_000) {
      const sentBefore = await scene.meter('sent_bytes_total');
      const writer = await enter(scene.people.writer);
      for (const message of replacements(writer.replica, 30_000)) {
        writer.send(message);
        written += message.length;
        left += message.length;
        head = Y.decodeStateVector(Y.encodeStateVector(writer.replica));
        if (left > 20_000_000) break; // before the replica has one more
      }
      await writer.answer();
      writer.leave();
      left -= Math.min(left, (await scene.meter('sent_bytes_total')) - sentBefore);
    }
    slow.socket.resume();
    const closed = slow.ended.then(({ code, reason }) => {
      throw new Error(`it was closed instead, with ${code}: ${reason}`);
    });
    const knows = () => Y.decodeStateVector(Y.encodeStateVector(slow.replica));
    await Promise.race([
      until(() => [...head].every(([client, clock]) => (knows().get(client) ?? 0) >= clock)),
      closed,
    ]);
    // What the network took, and what was missing: a text of some 30 kB, and what is not folded into it yet.
    const heard = slow.heard.reduce((sum, { length }) => sum + length, 0);
    expect(heard - (written - left)).toBeLessThan(left / 2);
    expect(await scene.meter('resyncs_total')).toBeGreaterThan(resyncs);
    slow.leave();
  });
});
