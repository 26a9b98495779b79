import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLOSE, LIMITS } from '../../domain/protocol.ts';
import { type Attack, changes, suffer } from '../support/hostile/attack.ts';
import { update } from '../support/hostile/bytes.ts';
import { dearUpdates, vectorOf } from '../support/hostile/floods.ts';
import { askRaw, asUser, clientFrame, targetOf } from '../support/hostile/raw-upgrade.ts';
import { openScene, type Scene } from '../support/hostile/scene.ts';
import { until } from '../support/live.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const tooLarge: Attack['outcome'] = { closes: CLOSE.tooLarge, reason: 'too_large' };

describe('what is too large', () => {
  test.each([LIMITS.messageBytes + 1, 5_000_000, 4 * LIMITS.messageBytes - 100])(
    'GATE6 a message of %i bytes closes its own socket',
    (bytes) => suffer(scene, { name: '', messages: () => [new Uint8Array(bytes)], outcome: tooLarge }),
  );

  test('GATE6 a message of as many bytes as there may be is read, and is none', () =>
    suffer(scene, {
      name: '',
      messages: () => [update(new Uint8Array(LIMITS.messageBytes - 6).fill(255))],
      outcome: { closes: CLOSE.malformed, reason: 'malformed' },
    }));

  const unread: [string, (write: (bytes: Buffer) => void) => void][] = [
    ['a frame of 100 MB', (write) => write(clientFrame(0x82, Buffer.alloc(0), { length: 100_000_000 }))],
    ['a message of 100 MB in parts', (write) => write(clientFrame(0x02, Buffer.alloc(1_000_000)))],
  ];
  test.each(unread)('GATE6 %s is not read to its end', async (_name, begin) => {
    const refusals = await scene.refusals();
    const { socket, ended, heard } = await askRaw(scene.url, {
      target: targetOf(scene.sectionId),
      headers: asUser(scene.people.writer),
    });
    await until(() => heard().length > 0);
    begin((bytes) => socket.write(bytes));
    const goOn = setInterval(() => {
      if (!socket.writableNeedDrain) socket.write(clientFrame(0x00, Buffer.alloc(1_000_000)));
    });
    await ended;
    clearInterval(goOn);
    expect(socket.bytesWritten).toBeLessThan(60_000_000);
    await until(async () => changes(refusals, await scene.refusals()).length > 0);
    await scene.nextKeys();
    expect(changes(refusals, await scene.refusals())).toEqual([['too_large', 1]]);
  });

  test('GATE6 a message in 300,000 parts of nothing closes its own socket', async () => {
    const refusals = await scene.refusals();
    const { socket, ended, heard } = await askRaw(scene.url, {
      target: targetOf(scene.sectionId),
      headers: asUser(scene.people.writer),
    });
    await until(() => heard().length > 0);
    socket.write(clientFrame(0x02, Buffer.alloc(0)));
    socket.write(Buffer.concat(Array.from({ length: 300_000 }, () => clientFrame(0x00, Buffer.alloc(0)))));
    await ended;
    await scene.nextKeys();
    expect(changes(refusals, await scene.refusals())).toEqual([['malformed', 1]]);
  });

  test('GATE6 a state vector of half a million clients closes its own socket', () => {
    const message = vectorOf(500_000);
    return suffer(scene, { name: '', messages: () => [message], outcome: tooLarge });
  });

  test.each(dearUpdates)('GATE6 %s close their own socket', async (_name, make) => {
    const message = make();
    await suffer(scene, { name: '', messages: () => [message], outcome: tooLarge });
  });
});
