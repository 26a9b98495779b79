import { afterAll, beforeAll, expect, test } from 'vitest';
import { askRaw, asUser, targetOf } from '../support/hostile/raw-upgrade.ts';
import { openScene, type Scene } from '../support/hostile/scene.ts';
import { until } from '../support/live.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

test('GATE6 a socket whose other end is gone without a word is ended, and counted once', async () => {
  const { socket, ended } = await askRaw(scene.url, {
    target: targetOf(scene.sectionId),
    headers: asUser(scene.people.reader),
  });
  socket.pause(); // takes in nothing any more, and answers no ping
  await until(async () => (await scene.refusals()).half_open !== undefined, 80_000);
  socket.resume();
  await ended;
  await scene.nextKeys();
  expect(await scene.refusals()).toEqual({ half_open: 1 });
});
